package io.cooperage.controller.cpu;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.UsageSink;
import java.util.List;
import java.util.OptionalLong;

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

  private CpuTime() {}

  static void report(Cell cell, UsageSink sink) {
    used(cell).ifPresent(time -> sink.put(TIME, time));
    if (cell.has(Subsystem.CPU)) {
      CpuStat.find(cell.cgroup(Subsystem.CPU))
          .ifPresent(stat -> sink.put(THROTTLED, stat.waited()));
    }
  }

  /** Nanoseconds on all cores; empty if the CT is gone or the host does not count. */
  static OptionalLong used(Cell cell) {
    if (!cell.has(Subsystem.CPUACCT)) {
      return OptionalLong.empty();
    }
    return used(cell.cgroup(Subsystem.CPUACCT));
  }

  /** As {@link #used(Cell)}, from the group that counts. */
  static OptionalLong used(CgroupDirectory group) {
    if (group.version() == 1) {
      return group
          .readIfPresent("cpuacct.usage")
          .map(text -> OptionalLong.of(Long.parseLong(text)))
          .orElseGet(OptionalLong::empty);
    }
    return CpuStat.find(group)
        .map(stat -> OptionalLong.of(stat.used()))
        .orElseGet(OptionalLong::empty);
  }
}
