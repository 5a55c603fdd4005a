package io.cooperage.controller.pids;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.OptionalLong;

/**
 * The pids controller of one CT; its files are the same on v1 and v2.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#pid">Control Group v2: PID</a>
 */
record TaskGroup(CgroupDirectory group) {
  private static final String MAX = "pids.max";
  private static final String NO_LIMIT = "max";
  private static final String REFUSED = "max ";

  void limit(OptionalLong tasks) {
    group.write(MAX, tasks.isEmpty() ? NO_LIMIT : Long.toString(tasks.getAsLong()));
  }

  OptionalLong limit() {
    String text = group.read(MAX);
    return text.equals(NO_LIMIT) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  String knob() {
    return group.describe() + " " + MAX;
  }

  /** Processes and threads now; empty if the group is gone. */
  OptionalLong held() {
    return number("pids.current");
  }

  /** Most that there were; empty before Linux 6.1. */
  OptionalLong peak() {
    return number("pids.peak");
  }

  /**
   * How many forks were refused. Before Linux 6.11 the kernel counts them where the process is, not
   * where the limit is, so that of a group below this one none are seen.
   */
  OptionalLong refused() {
    return group
        .readIfPresent("pids.events")
        .flatMap(
            text ->
                text.lines()
                    .filter(line -> line.startsWith(REFUSED))
                    .map(line -> Long.valueOf(line.substring(REFUSED.length()).strip()))
                    .findFirst())
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private OptionalLong number(String file) {
    return group
        .readIfPresent(file)
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }
}
