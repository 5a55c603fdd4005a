package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.Pipe;
import io.cooperage.spi.kernel.BpfProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that are well formed and would cost the supervisor its life, its time or a process. */
class HostileRequestTest {
  private static final int NOTIFY = 0x7fc00000;
  private static final int NEW_LISTENER = 8;
  private static final long CLONE_VFORK = 0x4000;

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  private SupervisorInfo before;

  @BeforeEach
  void remember() {
    before = fixture.supervisor().info();
  }

  @AfterEach
  void itIsTheSameSupervisorWithoutAnyChild() {
    assertThat(fixture.supervisor().info()).isEqualTo(before);
    SupervisorFixture.await(() -> children(before.worker()) == 0);
    SupervisorFixture.await(
        () -> children(before.keeper()) == 1 + fixture.supervisor().list().size());
  }

  private static long children(int pid) {
    return ProcessHandle.of(pid).orElseThrow().children().count();
  }

  @Test
  void aViewerCannotCutTheRingShortUnderTheWorker() {
    fixture.start("a", "sh", "-c", "echo begun; exec sleep 99");
    fixture.consoleShows("a", "begun");
    Connection connection =
        Connection.open(fixture.run().resolve("supervisor.sock"), r -> {}, () -> {});
    Request request = new Request(Verb.CONSOLE).put(Tag.KEY, "a");
    try (Reply reply = Connection.await(connection.send(request)).get(0)) {
      List<OwnedFd> descriptors = reply.takeDescriptors();
      assertThatThrownBy(() -> FileCalls.resize(descriptors.get(1), 0))
          .hasMessageContaining("EPERM");
      descriptors.forEach(OwnedFd::close);
    } finally {
      connection.close();
    }
  }

  @Test
  void anUpdateFromWhatHasNoEndIsRefused() {
    try (OwnedFd endless = OpenCalls.open(Path.of("/dev/zero"));
        Pipe pipe = Pipe.open("never written")) {
      for (OwnedFd program : List.of(endless, pipe.reading())) {
        assertThatThrownBy(() -> fixture.supervisor().update(program))
            .hasMessageContaining("EBADMSG");
      }
    }
  }

  @Test
  void aProgramThatEndsWellAndIsNoSupervisorIsRefused() {
    try (OwnedFd other = OpenCalls.open(Path.of("/bin/true"))) {
      assertThatThrownBy(() -> fixture.supervisor().update(other)).hasMessageContaining("ENOEXEC");
    }
  }

  @Test
  void aProgramThatNeverEndsIsRefused() {
    try (OwnedFd reader = OpenCalls.open(Path.of("/usr/bin/tr"))) { // Waits for the keeper's stdin.
      assertThatThrownBy(() -> fixture.supervisor().update(reader)).hasMessageContaining("ENOEXEC");
    }
  }

  @Test
  void onlyNamespacesCanBeAskedOfAClone() {
    Request.Value flags = new Request.Value().int64(0x2c020000L | 0x20000000L | CLONE_VFORK);
    try (LaunchPlan plan = LaunchPlan.of("a", "true").add(Tag.NAMESPACES, flags)) {
      assertThatThrownBy(() -> fixture.supervisor().launch(plan))
          .hasMessage("read the plan: EINVAL (Invalid argument)");
    }
  }

  @Test
  void onlyACgroupIsEntered() {
    Pipe pipe = Pipe.open("not read");
    pipe.reading().close();
    try (EnterPlan plan =
        EnterPlan.onHost().cgroup(pipe.writing()).arguments(List.of("/bin/true"))) {
      assertThatThrownBy(() -> fixture.supervisor().spawn(plan))
          .hasMessage("enter cgroup 0: EINVAL (Invalid argument)");
    }
  }

  @Test
  void clocksBeyondAllTimesAreRefused() {
    try (LaunchPlan plan = fixture.root().plan(fixture.supervisor(), "a", 0, "true")) {
      assertThatThrownBy(() -> fixture.supervisor().launch(plan.clocks(Long.MIN_VALUE, 0)))
          .isInstanceOf(SupervisorException.class);
    }
    try (LaunchPlan plan = new LaunchPlan("b")) {
      plan.namespaces(List.of(Namespace.MOUNT, Namespace.PID));
      plan.root(io.cooperage.linux.mount.MountCalls.cloneTree(fixture.root().folder(), false));
      plan.clocks(Long.MIN_VALUE, Long.MIN_VALUE).pivot().arguments(List.of("true"));
      assertThatThrownBy(() -> fixture.supervisor().launch(plan))
          .hasMessageContaining("make the time namespace: ERANGE");
    }
  }

  @Test
  void aPathMayBeAsDeepAsThereIsRoomForItsName() {
    String path = "/run" + "/d".repeat(1800) + "/file";
    try (LaunchPlan plan = fixture.root().plan(fixture.supervisor(), "a", 0, "true")) {
      fixture.supervisor().launch(plan);
    }
    try (LaunchPlan plan = new LaunchPlan("b")) {
      plan.namespaces(List.of(Namespace.MOUNT, Namespace.PID));
      plan.root(io.cooperage.linux.mount.MountCalls.cloneTree(fixture.root().folder(), false));
      plan.mount("tmpfs", "/run", "size=8m", List.of());
      plan.file(path, "deep".getBytes(StandardCharsets.US_ASCII), 0600);
      plan.pivot().arguments(List.of("true"));
      int pid = fixture.supervisor().launch(plan).process().orElseThrow().pid();
      Path proc = Path.of("/proc/" + pid + "/root/run" + "/d".repeat(1800));
      try (OwnedFd folder = OpenCalls.open(proc, OpenFlag.PATH);
          OwnedFd file = OpenCalls.openAt(folder, "file", 0, OpenFlag.READ_ONLY)) {
        assertThat(FileCalls.readText(file, 10)).isEqualTo("deep");
      }
    }
  }

  @Test
  void anInitThatHangsBeforeItsGateIsKilledWhenItsTimeIsOver() {
    ByteBuffer notify = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    notify.putShort((short) 6).putShort((short) 0).putInt(NOTIFY);
    try (LaunchPlan plan = fixture.root().plan(fixture.supervisor(), "a", 0, "true")) {
      // Its next system call waits for an answer that nobody but itself could give.
      plan.seccomp(new BpfProgram(notify.array()), NEW_LISTENER);
      plan.add(Tag.TIMEOUT, new Request.Value().int32(500));
      assertThatThrownBy(() -> fixture.supervisor().launch(plan)).hasMessageContaining("ETIMEDOUT");
    }
    assertThat(fixture.supervisor().list()).isEmpty();
  }

  /** Who enters a frozen group is frozen with it, before it has named any process. */
  @Test
  void aStageThatHangsIsKilledWhenItsTimeIsOver() throws IOException {
    Path unified = unified();
    assumeTrue(Files.exists(unified.resolve("cgroup.procs")), "needs the unified hierarchy");
    Path node = Files.createDirectories(unified.resolve("cooperage/dev-supervisor"));
    Path group = Files.createDirectory(node.resolve("t" + fixture.keeper().pid()));
    try {
      Files.writeString(group.resolve("cgroup.freeze"), "1");
      try (LaunchPlan plan = fixture.root().plan(fixture.supervisor(), "a", 0, "true")) {
        plan.cgroup(OpenCalls.open(group.resolve("cgroup.procs"), OpenFlag.WRITE_ONLY));
        plan.add(Tag.TIMEOUT, new Request.Value().int32(500));
        assertThatThrownBy(() -> fixture.supervisor().launch(plan))
            .hasMessageContaining("ETIMEDOUT");
      }
      try (EnterPlan plan = EnterPlan.onHost()) {
        plan.cgroup(OpenCalls.open(group.resolve("cgroup.procs"), OpenFlag.WRITE_ONLY));
        plan.arguments(List.of("/bin/true")).add(Tag.TIMEOUT, new Request.Value().int32(500));
        assertThatThrownBy(() -> fixture.supervisor().spawn(plan))
            .hasMessageContaining("ETIMEDOUT");
      }
      SupervisorFixture.await(() -> members(group).isEmpty());
    } finally {
      Files.writeString(group.resolve("cgroup.freeze"), "0");
      SupervisorFixture.await(() -> group.toFile().delete());
      Files.delete(node);
    }
  }

  private static Path unified() throws IOException {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      return mounts
          .map(line -> line.split(" ", -1))
          .filter(fields -> fields[2].equals("cgroup2"))
          .map(fields -> Path.of(fields[1]))
          .findFirst()
          .orElse(Path.of("/none"));
    }
  }

  private static List<String> members(Path group) {
    try {
      return Files.readAllLines(group.resolve("cgroup.procs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
