package io.cooperage.controller.cpu;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.UsageSink;
import java.util.List;
import java.util.Optional;

/** What a CT has used and waited for. */
final class CpuTime {
  static final Meter TIME =
      new Meter("cpu.time", "nanoseconds", Meter.Kind.COUNTER, "CPU time used on all cores.");

  static final Meter THROTTLED =
      new Meter(
          "cpu.throttled",
          "nanoseconds",
          Meter.Kind.COUNTER,
          "Time that runnable tasks had to wait because the CPU limit was used up.");

  static final List<Meter> ALL = List.of(TIME, THROTTLED);

  private static final long MICROSECOND = 1000;

  private CpuTime() {}

  static void report(Cell cell, UsageSink sink) {
    if (cell.has(Subsystem.CPUACCT)) {
      reportTime(cell.cgroup(Subsystem.CPUACCT), sink);
    }
    if (cell.has(Subsystem.CPU)) {
      reportThrottling(cell.cgroup(Subsystem.CPU), sink);
    }
  }

  private static void reportTime(CgroupDirectory group, UsageSink sink) {
    if (group.version() == 1) {
      group.readIfPresent("cpuacct.usage").ifPresent(t -> sink.put(TIME, Long.parseLong(t)));
    } else {
      stat(group, "usage_usec").ifPresent(t -> sink.put(TIME, t * MICROSECOND));
    }
  }

  private static void reportThrottling(CgroupDirectory group, UsageSink sink) {
    if (group.version() == 1) {
      stat(group, "throttled_time").ifPresent(t -> sink.put(THROTTLED, t));
    } else {
      stat(group, "throttled_usec").ifPresent(t -> sink.put(THROTTLED, t * MICROSECOND));
    }
  }

  private static Optional<Long> stat(CgroupDirectory group, String key) {
    return group.readIfPresent("cpu.stat").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(key + " "))
        .map(line -> Long.parseLong(line.substring(key.length() + 1).strip()))
        .findFirst();
  }
}
