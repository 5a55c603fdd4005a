package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.spi.kernel.BpfProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a plan takes away from a process, read back from the kernel. */
class ConfinementTest {
  private static final int RLIMIT_NOFILE = 7;
  private static final long NET_RAW = 1L << 13;
  private static final long ALL = (1L << 41) - 1;

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void initEntersItsCgroupsFirstSoThatItSeesThemAsTheRoot() throws IOException {
    Path parent = Path.of("/sys/fs/cgroup/pids");
    assumeTrue(Files.exists(parent.resolve("cgroup.procs")), "needs the pids controller of v1");
    Path node = Files.createDirectories(parent.resolve("cooperage/dev-supervisor"));
    Path group = Files.createDirectory(node.resolve("t" + fixture.keeper().pid()));
    try {
      try (LaunchPlan plan =
          fixture.root().plan(fixture.supervisor(), "a", 0, "sh", "-c", "cat /proc/1/cgroup")) {
        plan.cgroup(OpenCalls.open(group.resolve("cgroup.procs"), OpenFlag.WRITE_ONLY));
        int pid = fixture.supervisor().launch(plan).process().orElseThrow().pid();
        // The stage that entered the group first may take a moment to end.
        SupervisorFixture.await(() -> members(group).equals(List.of(Integer.toString(pid))));
      }
      fixture.supervisor().openGate("a");
      fixture.nextExit();
      assertThat(fixture.console("a")).contains("pids:/\r\n");
    } finally {
      SupervisorFixture.await(() -> group.toFile().delete());
      Files.delete(node);
    }
  }

  @Test
  void limitsCapabilitiesAndFilterReachTheProgram() throws Exception {
    fixture.start("a", "sleep", "99");
    try (EnterPlan plan = TestRoot.enter("a", "sleep", "99")) {
      plan.limit(RLIMIT_NOFILE, 64, 128).oomScore(500);
      plan.capabilities(ALL & ~NET_RAW, ALL & ~NET_RAW, 0, 0).noNewPrivileges();
      plan.seccomp(allowAll(), 0).ids(33, 34, List.of(35L)).umask(027).directory("/tmp");
      try (Session session = fixture.supervisor().enter(plan)) {
        Path proc = Path.of("/proc/" + session.pid());
        String status = Files.readString(proc.resolve("status"));
        long base = TestRoot.BASE;
        assertThat(status)
            .contains("Uid:\t" + (base + 33))
            .contains("Gid:\t" + (base + 34))
            .contains("Groups:\t" + (base + 35))
            .contains("CapEff:\t0000000000000000")
            .contains(String.format("CapBnd:\t%016x", ALL & ~NET_RAW))
            .contains("NoNewPrivs:\t1")
            .contains("Seccomp:\t2")
            .contains("Umask:\t0027");
        assertThat(Files.readString(proc.resolve("limits")))
            .containsPattern("Max open files +64 +128");
        assertThat(Files.readString(proc.resolve("oom_score_adj"))).isEqualTo("500\n");
        session.signal(9);
        session.exit().get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aPrivilegedContainerHasNoUserNamespace() throws IOException {
    try (LaunchPlan plan = new LaunchPlan("a")) {
      plan.namespaces(
          EnumSet.complementOf(EnumSet.of(Namespace.USER, Namespace.TIME, Namespace.NETWORK)));
      plan.console(0, 5, 0620).root(MountCalls.cloneTree(fixture.root().folder(), false));
      plan.mount("proc", "/proc", "", List.of()).mount("tmpfs", "/dev", "", List.of());
      plan.consoleAt("/dev/console").clocks(0, 0).pivot().environment("PATH", "/bin");
      plan.arguments(List.of("sh", "-c", "cat /proc/self/uid_map"));
      fixture.supervisor().launch(plan);
    }
    fixture.supervisor().openGate("a");
    fixture.nextExit();
    assertThat(fixture.console("a").strip().split(" +")).containsExactly("0", "0", "4294967295");
  }

  @Test
  void hiddenAndReadOnlyPathsAreSo() {
    try (LaunchPlan plan = new LaunchPlan("a")) {
      plan.namespaces(
          EnumSet.complementOf(EnumSet.of(Namespace.USER, Namespace.TIME, Namespace.NETWORK)));
      plan.console(0, 5, 0620).root(MountCalls.cloneTree(fixture.root().folder(), false));
      plan.mount("proc", "/proc", "", List.of()).mount("tmpfs", "/dev", "", List.of());
      plan.move(MountCalls.cloneTree(Path.of("/dev/null"), false), "/dev/null", MountPoint.FILE);
      plan.consoleAt("/dev/console").mask("/proc/kallsyms").mask("/proc/bus").mask("/proc/none");
      plan.readOnly("/tmp").pivot().environment("PATH", "/bin");
      plan.arguments(
          List.of("sh", "-c", "cat /proc/kallsyms; ls /proc/bus; echo x >/tmp/x; echo end"));
      fixture.supervisor().launch(plan);
    }
    fixture.supervisor().openGate("a");
    assertThat(fixture.consoleShows("a", "end"))
        .isEqualTo("sh: can't create /tmp/x: Read-only file system\r\nend\r\n");
  }

  @Test
  void aStepWithFieldsMissingIsRefused() {
    fixture.start("a", "sleep", "99");
    try (EnterPlan plan = TestRoot.enter("a", "true").add(Tag.SECCOMP, new Request.Value())) {
      assertThatThrownBy(() -> fixture.supervisor().enter(plan))
          .hasMessage("install the seccomp filter: EBADMSG (Bad message)");
    }
  }

  @Test
  void onlyALaunchWithARootOfItsOwnMayChangeARoot() {
    try (LaunchPlan plan = LaunchPlan.of("b", "true").namespaces(EnumSet.of(Namespace.MOUNT))) {
      assertThatThrownBy(() -> fixture.supervisor().launch(plan))
          .hasMessage("read the plan: EINVAL (Invalid argument)");
    }
    Request.Value link = new Request.Value().text("x").text("/tmp/coop-never-made");
    try (EnterPlan plan = EnterPlan.onHost().arguments(List.of("true")).add(Tag.SYMLINK, link)) {
      assertThatThrownBy(() -> fixture.supervisor().spawn(plan))
          .hasMessage("read the plan: EINVAL (Invalid argument)");
    }
    assertThat(Path.of("/tmp/coop-never-made")).doesNotExist();
  }

  private static List<String> members(Path group) {
    try {
      return Files.readAllLines(group.resolve("cgroup.procs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One instruction: return SECCOMP_RET_ALLOW. */
  private static BpfProgram allowAll() {
    ByteBuffer code = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return new BpfProgram(code.putShort((short) 6).putShort((short) 0).putInt(0x7fff0000).array());
  }
}
