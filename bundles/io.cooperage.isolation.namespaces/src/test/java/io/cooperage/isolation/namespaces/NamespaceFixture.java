package io.cooperage.isolation.namespaces;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.isolation.IsolationPolicy;
import io.cooperage.spi.isolation.LaunchRequest;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.supervisor.SocketSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A supervisor of the test's own and CTs with a busybox root; all of it ends with the test. */
final class NamespaceFixture implements BeforeEachCallback, AfterEachCallback {
  static final IdMap MAP = new IdMap(0x6f000000L, 65536);
  private static final Path SUPERVISOR =
      Path.of("../io.cooperage.supervisor/target/native/cooperage-supervisor").toAbsolutePath();
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int KILL = 9;

  final BlockingQueue<ExitReport> exits = new LinkedBlockingQueue<>();
  private Path folder;
  private Process keeper;
  private SocketSupervisor supervisor;
  private NamespaceIsolation isolation;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    assumeTrue(Files.isWritable(Path.of("/proc/1/oom_score_adj")), "needs root");
    folder = Files.createTempDirectory("coop-namespaces");
    makeRoot(folder.resolve("root"));
    startKeeper();
    Path socket = folder.resolve("run/supervisor.sock");
    supervisor = new SocketSupervisor(socket);
    await(this::answers);
    Policies policies = new Policies();
    policies.bindPolicy(new OpenPolicy(), Map.of());
    isolation = new NamespaceIsolation(supervisor, policies, socket);
    isolation.listen((id, report) -> exits.add(report));
  }

  private void startKeeper() throws IOException {
    keeper =
        new ProcessBuilder(
                SUPERVISOR.toString(), "keeper", "--run", folder.resolve("run").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  /** Kills the keeper, which takes the worker with it, and starts another on the same folder. */
  void replaceKeeper() throws IOException, InterruptedException {
    keeper.destroyForcibly().waitFor();
    startKeeper();
    await(this::answers);
  }

  private boolean answers() {
    try {
      return supervisor.info().keeper() == keeper.pid();
    } catch (LinuxException e) {
      return false;
    }
  }

  private static void makeRoot(Path root) throws IOException {
    for (String name : List.of("bin", "etc", "proc", "sys", "dev", "run", "tmp", "root")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String applet :
        List.of(
            "sh",
            "cat",
            "sleep",
            "true",
            "id",
            "poweroff",
            "reboot",
            "ls",
            "mount",
            "tty",
            "kill")) {
      Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
    }
    Files.writeString(
        root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\nweb:x:33:34::/tmp:/bin/sh\n");
    Files.writeString(root.resolve("etc/group"), "root:x:0:\nwww:x:34:\nmail:x:8:web\n");
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException, IOException {
    if (keeper == null) {
      return;
    }
    isolation.present().forEach(s -> isolation.signal(s, KILL));
    await(() -> isolation.present().stream().noneMatch(isolation::alive));
    supervisor.close();
    keeper.destroy();
    keeper.waitFor(10, TimeUnit.SECONDS);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  NamespaceIsolation isolation() {
    return isolation;
  }

  Path root() {
    return folder.resolve("root");
  }

  Path folder() {
    return folder;
  }

  /** Launches a CT whose init is a shell command, up to its gate. */
  Sandbox launch(String command, List<HostMount> mounts, ParameterValues values) {
    try (OwnedFd tree = MountCalls.cloneTree(root(), false);
        OwnedFd namespace =
            supervisor.create(Namespaces.ranges(MAP), Namespaces.ranges(MAP), MAP.base())) {
      MountCalls.change(tree, MountChange.none().idMap(namespace), false);
      try (Descriptor root = tree.duplicate().toDescriptor()) {
        TemplateDescriptor template =
            new TemplateDescriptor(
                "test", "", "test", List.of("/bin/sh", "-c", command), Map.of(), 12, 15, Map.of());
        return isolation.launch(
            new LaunchRequest(
                ContainerId.random(),
                "guest",
                MAP,
                root,
                new CgroupHandles(List.of(), Optional.empty()),
                template,
                mounts,
                values));
      }
    }
  }

  Sandbox start(String command) {
    Sandbox sandbox = launch(command, List.of(), ParameterValues.empty());
    isolation.openGate(sandbox);
    return sandbox;
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the condition did not come true");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Nothing is denied; the real policy has tests of its own. */
  private static final class OpenPolicy implements IsolationPolicy {
    @Override
    public String name() {
      return "open";
    }

    @Override
    public Rules rules(IdMap idMap, Set<String> features) {
      return new Rules(BpfProgram.NONE, Set.of(), List.of(), List.of(), false);
    }
  }
}
