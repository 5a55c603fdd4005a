package io.cooperage.isolation.namespaces;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.supervisor.LaunchPlan;
import io.cooperage.supervisor.MountPoint;
import java.nio.file.Path;
import java.util.List;

/**
 * The host's harmless device nodes, which a CT gets as bind mounts: a user namespace cannot make
 * nodes that work.
 */
final class HostNodes {
  private static final List<String> NAMES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  private HostNodes() {}

  static void add(LaunchPlan plan) {
    for (String name : NAMES) {
      OwnedFd node = MountCalls.cloneTree(Path.of("/dev", name), false);
      plan.move(node, "/dev/" + name, MountPoint.FILE);
    }
  }
}
