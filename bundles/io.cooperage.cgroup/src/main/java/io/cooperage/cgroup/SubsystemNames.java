package io.cooperage.cgroup;

import io.cooperage.spi.cgroup.Subsystem;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the kernel calls the subsystems. */
final class SubsystemNames {
  /** v2 controllers that are handed down to CTs; hugetlb for the parameters of vendors alone. */
  static final List<String> WANTED = List.of("cpuset", "cpu", "hugetlb", "io", "memory", "pids");

  private static final Map<String, Subsystem> V1 =
      Map.of(
          "cpu", Subsystem.CPU,
          "cpuacct", Subsystem.CPUACCT,
          "cpuset", Subsystem.CPUSET,
          "memory", Subsystem.MEMORY,
          "blkio", Subsystem.IO,
          "pids", Subsystem.PIDS,
          "devices", Subsystem.DEVICES,
          "freezer", Subsystem.FREEZER,
          "hugetlb", Subsystem.HUGETLB);

  private static final Map<String, Subsystem> V2 =
      Map.of(
          "cpu", Subsystem.CPU,
          "cpuset", Subsystem.CPUSET,
          "memory", Subsystem.MEMORY,
          "io", Subsystem.IO,
          "pids", Subsystem.PIDS,
          "hugetlb", Subsystem.HUGETLB);

  private SubsystemNames() {}

  /** The subsystems among the options of a v1 mount; empty for a named hierarchy. */
  static Set<Subsystem> ofVersion1(Collection<String> options) {
    return named(V1, options);
  }

  /** What a unified hierarchy with these controllers can do. */
  static Set<Subsystem> ofVersion2(Collection<String> controllers) {
    Set<Subsystem> found = named(V2, controllers);
    found.add(Subsystem.CORE);
    // Both are part of the v2 core: cpu.stat since 4.15, cgroup.freeze since 5.2.
    found.add(Subsystem.CPUACCT);
    found.add(Subsystem.FREEZER);
    return found;
  }

  private static Set<Subsystem> named(Map<String, Subsystem> names, Collection<String> words) {
    Set<Subsystem> found = EnumSet.noneOf(Subsystem.class);
    for (String word : words) {
      Subsystem subsystem = names.get(word);
      if (subsystem != null) {
        found.add(subsystem);
      }
    }
    return found;
  }
}
