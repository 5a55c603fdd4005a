package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A small busybox root on the host, and plans that launch it as the product does. */
final class TestRoot {
  static final long BASE = 0x60000000L;
  static final long WIDTH = 65536;
  static final Set<Namespace> ENTERED = EnumSet.allOf(Namespace.class);
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Set<Namespace> MADE = EnumSet.complementOf(EnumSet.of(Namespace.TIME));
  private static final long ALL_CAPABILITIES = (1L << 41) - 1;

  private final Path folder;

  private TestRoot(Path folder) {
    this.folder = folder;
  }

  static TestRoot in(Path parent) {
    assumeTrue(Files.isExecutable(BUSYBOX), "needs /bin/busybox of busybox-static");
    try {
      Path root = Files.createDirectories(parent.resolve("root"));
      for (String name : List.of("bin", "proc", "sys", "dev", "run", "tmp", "root")) {
        Files.createDirectories(root.resolve(name));
      }
      Files.copy(BUSYBOX, root.resolve("bin/busybox"));
      for (String applet :
          List.of(
              "sh",
              "true",
              "sleep",
              "cat",
              "echo",
              "id",
              "ls",
              "halt",
              "poweroff",
              "reboot",
              "tty",
              "stty",
              "hostname",
              "yes",
              "kill",
              "readlink")) {
        Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
      }
      return new TestRoot(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** A plan with a user namespace whose ids begin at {@code BASE + slot * WIDTH}. */
  LaunchPlan plan(Supervisor supervisor, String key, int slot, String... argv) {
    long base = BASE + slot * WIDTH;
    List<IdMapRange> map = List.of(new IdMapRange(0, base, WIDTH));
    LaunchPlan plan = new LaunchPlan(key).namespaces(MADE).owner(base, base).idMaps(map, map);
    plan.console(base, base + 5, 0620).root(mount(supervisor, map, base));
    plan.mount("proc", "/proc", "", noise());
    plan.mount("sysfs", "/sys", "", noise());
    plan.mount("tmpfs", "/dev", "mode=755,size=64k", EnumSet.of(MountAttribute.NO_SETUID));
    plan.mount("devpts", "/dev/pts", "newinstance,ptmxmode=0666,mode=0620,gid=5", Set.of());
    plan.mount("tmpfs", "/run", "mode=755,size=1m", EnumSet.of(MountAttribute.NO_DEVICES));
    for (String node : List.of("null", "zero", "tty")) {
      plan.move(
          MountCalls.cloneTree(Path.of("/dev", node), false), "/dev/" + node, MountPoint.FILE);
    }
    plan.symlink("/dev/ptmx", "pts/ptmx").file("/run/ct/ready", "yes\n".getBytes(UTF_8), 0640);
    plan.hostname("ct-" + key).clocks(0, 0).consoleAt("/dev/console").pivot();
    plan.capabilities(ALL_CAPABILITIES, ALL_CAPABILITIES, 0, 0).umask(022);
    return plan.environment("PATH", "/bin").arguments(List.of(argv));
  }

  static EnterPlan enter(String key, String... argv) {
    return EnterPlan.into(key)
        .namespaces(ENTERED)
        .environment("PATH", "/bin")
        .arguments(List.of(argv));
  }

  private OwnedFd mount(Supervisor supervisor, List<IdMapRange> map, long owner) {
    OwnedFd mount = MountCalls.cloneTree(folder, false);
    try (OwnedFd users = supervisor.create(map, map, owner)) {
      MountCalls.change(mount, MountChange.none().idMap(users), false);
    }
    return mount;
  }

  private static Set<MountAttribute> noise() {
    return EnumSet.of(MountAttribute.NO_SETUID, MountAttribute.NO_DEVICES, MountAttribute.NO_EXEC);
  }
}
