package io.cooperage.controller.pids;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The pids controller of one CT; its files are the same on v1 and v2.
 *
 * @param nested whether the CT could make groups below, as a privileged one can
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#pid">Control Group v2: PID</a>
 */
record TaskGroup(CgroupDirectory group, boolean nested) {
  private static final String MAX = "pids.max";
  private static final String NO_LIMIT = "max";
  private static final String REFUSED = "max ";
  private static final int DEEPEST = 3;
  private static final int MOST_GROUPS = 256;

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
   * How many forks were refused. v1 counts them where the process is, so a privileged CT's lie in
   * the groups below; v2 does so before Linux 6.11, and there they are out of sight. Of a CT that
   * has made very many groups some are counted.
   */
  OptionalLong refused() {
    Optional<Long> own = refusedIn(group);
    if (own.isEmpty()) {
      return OptionalLong.empty();
    }
    long all = own.get();
    List<CgroupDirectory> level = List.of(group);
    int left = MOST_GROUPS;
    for (int depth = 0; depth < DEEPEST && nested && group.version() == 1; depth++) {
      level = below(level, left);
      left -= level.size();
      all += level.stream().map(TaskGroup::refusedIn).mapToLong(n -> n.orElse(0L)).sum();
    }
    return OptionalLong.of(all);
  }

  private static List<CgroupDirectory> below(List<CgroupDirectory> level, int most) {
    List<CgroupDirectory> found = new ArrayList<>();
    for (CgroupDirectory each : level) {
      if (found.size() < most) {
        found.addAll(each.below(most - found.size()));
      }
    }
    return found;
  }

  private static Optional<Long> refusedIn(CgroupDirectory group) {
    return group.readIfPresent("pids.events").flatMap(TaskGroup::refusedIn);
  }

  private static Optional<Long> refusedIn(String events) {
    return events
        .lines()
        .filter(line -> line.startsWith(REFUSED))
        .map(line -> Long.valueOf(line.substring(REFUSED.length()).strip()))
        .findFirst();
  }

  private OptionalLong number(String file) {
    return group
        .readIfPresent(file)
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }
}
