package io.cooperage.controller.cpu;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Optional;

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
  private static final CpuStat NOTHING = new CpuStat(0, 0, 0, 0);

  /** All zero if the group is gone. */
  static CpuStat of(CgroupDirectory group) {
    return find(group).orElse(NOTHING);
  }

  /** Empty if the group or its file is gone. */
  static Optional<CpuStat> find(CgroupDirectory group) {
    return group.readIfPresent("cpu.stat").map(CpuStat::parse);
  }

  private static CpuStat parse(String text) {
    long periods = 0;
    long throttled = 0;
    long waited = 0;
    long used = 0;
    for (int from = 0; from < text.length(); ) {
      int newline = text.indexOf('\n', from);
      int to = newline < 0 ? text.length() : newline;
      int space = text.indexOf(' ', from);
      if (space > from && space < to - 1) {
        long number = Long.parseLong(text, space + 1, to, 10);
        switch (text.substring(from, space)) {
          case "nr_periods" -> periods = number;
          case "nr_throttled" -> throttled = number;
          case "throttled_time" -> waited = number;
          case "throttled_usec" -> waited = number * MICROSECOND;
          case "usage_usec" -> used = number * MICROSECOND;
          default -> {
            // Of no use here.
          }
        }
      }
      from = to + 1;
    }
    return new CpuStat(periods, throttled, waited, used);
  }
}
