package io.cooperage.isolation.view;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The kernel's files that a CT sees as its own. */
enum Page {
  CPUINFO("/proc/cpuinfo"),
  DISKSTATS("/proc/diskstats"),
  LOADAVG("/proc/loadavg"),
  MEMINFO("/proc/meminfo"),
  PARTITIONS("/proc/partitions"),
  PRESSURE_CPU("/proc/pressure/cpu"),
  PRESSURE_IO("/proc/pressure/io"),
  PRESSURE_MEMORY("/proc/pressure/memory"),
  STAT("/proc/stat"),
  SWAPS("/proc/swaps"),
  UPTIME("/proc/uptime"),
  VMSTAT("/proc/vmstat"),
  CPU_ONLINE("/sys/devices/system/cpu/online");

  /**
   * What nearly every program asks for: written before anybody does, each takes a page of memory.
   */
  private static final Set<Page> USUAL =
      EnumSet.of(CPUINFO, LOADAVG, MEMINFO, STAT, SWAPS, UPTIME, CPU_ONLINE);

  private final String target;

  Page(String target) {
    this.target = target;
  }

  boolean usual() {
    return USUAL.contains(this);
  }

  /** Where it is in the CT. */
  String target() {
    return target;
  }

  /** What it is called among the CT's files, and in the key of its mount. */
  String file() {
    return target.substring(1).replace('/', '-');
  }

  /** Those that this kernel has, so that they can be covered. */
  static List<Page> here() {
    return Stream.of(values()).filter(page -> Files.exists(Path.of(page.target))).toList();
  }
}
