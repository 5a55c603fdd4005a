package io.cooperage.isolation.view;

import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Counts a CT's tasks by state. The kernel keeps no such number for a group, so they are looked at
 * one by one; of very many only the first, for all.
 */
final class TaskCount {
  private static final int MOST_TASKS = 128;
  private static final int MOST_GROUPS = 256;

  private long seen;
  private long running;
  private long blocked;
  private long all;

  private TaskCount() {}

  /** Counts those of a group and the groups below it. */
  static Load.Tasks of(CgroupDirectory group) {
    TaskCount count = new TaskCount();
    count.walk(group);
    double share = count.seen == 0 ? 0 : (double) count.all / count.seen;
    return new Load.Tasks(
        Math.round(count.running * share), Math.round(count.blocked * share), count.all);
  }

  private void walk(CgroupDirectory top) {
    Deque<CgroupDirectory> left = new ArrayDeque<>();
    left.add(top);
    for (int groups = 0; groups < MOST_GROUPS && !left.isEmpty(); groups++) {
      CgroupDirectory group = left.remove();
      String file = group.version() == 1 ? "tasks" : "cgroup.threads";
      group.readIfPresent(file).orElse("").lines().forEach(this::look);
      left.addAll(group.below(Math.max(0, MOST_GROUPS - groups - 1 - left.size())));
    }
  }

  private void look(String task) {
    all++;
    if (seen >= MOST_TASKS) {
      return;
    }
    seen++;
    Optional<ProcessStat> stat = ProcessStat.find((int) Numbers.orElse(task, 0));
    running += stat.filter(s -> s.state() == 'R').isPresent() ? 1 : 0;
    blocked += stat.filter(s -> s.state() == 'D').isPresent() ? 1 : 0;
  }
}
