package io.cooperage.controller.cpu;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.HashMap;
import java.util.Map;

/**
 * A group's {@code cpu.stat}.
 *
 * @param periods in which the CT ran under a limit
 * @param throttled periods of those in which the limit was used up
 * @param waited nanoseconds that runnable tasks waited for it
 * @param used nanoseconds of CPU time; v2 alone, else 0
 */
record CpuStat(long periods, long throttled, long waited, long used) {
  private static final long MICROSECOND = 1000;

  /** All zero if the group is gone. */
  static CpuStat of(CgroupDirectory group) {
    Map<String, Long> numbers = new HashMap<>();
    group.readIfPresent("cpu.stat").stream()
        .flatMap(String::lines)
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length == 2)
        .forEach(fields -> numbers.put(fields[0], Long.parseLong(fields[1])));
    long waited =
        numbers.getOrDefault(
            "throttled_time", numbers.getOrDefault("throttled_usec", 0L) * MICROSECOND);
    return new CpuStat(
        numbers.getOrDefault("nr_periods", 0L),
        numbers.getOrDefault("nr_throttled", 0L),
        waited,
        numbers.getOrDefault("usage_usec", 0L) * MICROSECOND);
  }
}
