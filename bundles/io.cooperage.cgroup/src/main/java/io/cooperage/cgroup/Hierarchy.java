package io.cooperage.cgroup;

import io.cooperage.spi.cgroup.Subsystem;
import java.nio.file.Path;
import java.util.Set;

/**
 * One mounted hierarchy.
 *
 * @param version 1 or 2
 * @param name the v1 controllers as mounted ({@code cpu,cpuacct}), {@code unified} for v2
 * @param mount where it is mounted
 * @param subsystems what can be controlled in it; for v2 what the kernel offers at its root
 */
record Hierarchy(int version, String name, Path mount, Set<Subsystem> subsystems) {
  Hierarchy {
    subsystems = Set.copyOf(subsystems);
  }

  boolean unified() {
    return version == 2;
  }

  Path group(String path) {
    return mount.resolve(path);
  }

  /** For messages: {@code memory:/cooperage/node}. */
  String describe(String path) {
    return name + ":/" + path;
  }
}
