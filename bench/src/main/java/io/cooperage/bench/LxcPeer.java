package io.cooperage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** LXC's own tools: one configuration for each container, init sleeps. */
final class LxcPeer implements Contender {
  /** The groups that its monitors leave behind, one in each hierarchy. */
  private static final String PIVOTS =
      "find /sys/fs/cgroup -maxdepth 2 -type d -name lxc.pivot | sort";

  private final PeerShell shell;
  private final Path folder;
  private final Path root;
  private final String more;
  private final String pivots;

  LxcPeer(PeerShell shell, Path folder, Path root) {
    this(shell, folder, root, "");
  }

  /** One with more lines in each configuration. */
  LxcPeer(PeerShell shell, Path folder, Path root, String more) {
    this.more = more;
    this.shell = shell;
    this.pivots = shell.output(PIVOTS);
    this.folder = folder.resolve("lxc");
    this.root = root;
  }

  @Override
  public String name() {
    return "lxc";
  }

  @Override
  public String isolation() {
    return "pid mnt net(empty) ipc uts cgroup; no user ns, shared root folder";
  }

  @Override
  public Optional<String> missing() {
    return shell.succeeds("command -v lxc-start") ? Optional.empty() : Optional.of("not installed");
  }

  @Override
  public void createAndStart(String id) {
    try {
      Path own = Files.createDirectories(folder.resolve(id));
      Files.writeString(
          own.resolve("config"),
          "lxc.rootfs.path = dir:"
              + root
              + "\nlxc.uts.name = "
              + id
              + "\nlxc.net.0.type = empty\n"
              + "lxc.apparmor.profile = unconfined\nlxc.autodev = 1\nlxc.init.cmd = /bin/sleep 100000\n"
              + more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shell.run("lxc-start -P " + folder + " -n " + id + " -d </dev/null >/dev/null 2>&1");
  }

  @Override
  public void execTrue(String id) {
    shell.run("lxc-attach -P " + folder + " -n " + id + " -- /bin/true </dev/null");
  }

  /** Starts a program in a running container. */
  Process exec(String id, String command) {
    return shell.start("lxc-attach", "-P", folder.toString(), "-n", id, "--", command);
  }

  @Override
  public void stopAndDestroy(String id) {
    shell.run("lxc-stop -k -P " + folder + " -n " + id + " && rm -r " + folder.resolve(id));
  }

  @Override
  public void close() {
    if (pivots.isEmpty() && missing().isEmpty()) {
      shell.succeeds(PIVOTS + " | xargs -r rmdir");
    }
  }
}
