package io.cooperage.isolation.view;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import java.util.List;
import java.util.Map;

/**
 * A CT's CPUs and what it used of them.
 *
 * @param host those of the host that it sees, renumbered from 0 inside; at least one
 * @param user hundredths of a second in its programs
 * @param system hundredths of a second in the kernel for it
 */
record Cpus(List<Integer> host, long user, long system) {
  private static final int MICROSECONDS_A_TICK = 10_000;

  Cpus {
    host = List.copyOf(host);
  }

  /**
   * Reads them. As many as the time that it may use would fill, rounded up, of those that it may
   * run on.
   */
  static Cpus of(Cell cell, List<Integer> online) {
    List<Integer> allowed = allowed(cell, online);
    int count = (int) Math.min(allowed.size(), quota(cell, allowed.size()));
    Map<String, Long> times = times(cell);
    return new Cpus(
        allowed.subList(0, Math.max(1, count)),
        times.getOrDefault("user", times.getOrDefault("user_usec", 0L) / MICROSECONDS_A_TICK),
        times.getOrDefault("system", times.getOrDefault("system_usec", 0L) / MICROSECONDS_A_TICK));
  }

  private static List<Integer> allowed(Cell cell, List<Integer> online) {
    if (!cell.has(Subsystem.CPUSET)) {
      return online;
    }
    CgroupDirectory group = cell.cgroup(Subsystem.CPUSET);
    String file = group.version() == 1 ? "cpuset.effective_cpus" : "cpuset.cpus.effective";
    List<Integer> allowed = CpuSet.parse(group.readIfPresent(file).orElse(""));
    return allowed.isEmpty() ? online : allowed;
  }

  private static long quota(Cell cell, int all) {
    if (!cell.has(Subsystem.CPU)) {
      return all;
    }
    CgroupDirectory group = cell.cgroup(Subsystem.CPU);
    String text =
        group.version() == 1
            ? group.readIfPresent("cpu.cfs_quota_us").orElse("")
                + " "
                + group.readIfPresent("cpu.cfs_period_us").orElse("")
            : group.readIfPresent("cpu.max").orElse("");
    String[] words = text.split(" ", 2);
    long quota = Numbers.orElse(words[0], Long.MAX_VALUE);
    long period = words.length < 2 ? 0 : Numbers.orElse(words[1], 0);
    return quota == Long.MAX_VALUE || period == 0 ? all : (quota + period - 1) / period;
  }

  private static Map<String, Long> times(Cell cell) {
    if (!cell.has(Subsystem.CPUACCT)) {
      return Map.of();
    }
    CgroupDirectory group = cell.cgroup(Subsystem.CPUACCT);
    String file = group.version() == 1 ? "cpuacct.stat" : "cpu.stat";
    return Numbers.named(group.readIfPresent(file).orElse(""));
  }

  int count() {
    return host.size();
  }

  long used() {
    return user + system;
  }

  /** As {@code /sys/devices/system/cpu/online} lists them. */
  String online() {
    return (count() == 1 ? "0" : "0-" + (count() - 1)) + "\n";
  }

  /** Their blocks of the host's {@code /proc/cpuinfo}, renumbered. */
  String cpuinfo(String hosts) {
    List<String> blocks = List.of(hosts.strip().split("\n\n", -1));
    StringBuilder text = new StringBuilder(hosts.length());
    for (int i = 0; i < count(); i++) {
      String block = block(blocks, host.get(i));
      text.append(
              block
                  .replaceFirst("(?m)^(processor\\s*: ).*$", "$1" + i)
                  .replaceFirst("(?m)^(siblings\\s*: ).*$", "$1" + count())
                  .replaceFirst("(?m)^(cpu cores\\s*: ).*$", "$1" + count()))
          .append("\n\n");
    }
    return text.toString();
  }

  private static String block(List<String> blocks, int cpu) {
    return blocks.stream()
        .filter(b -> b.lines().anyMatch(l -> l.matches("processor\\s*: " + cpu)))
        .findFirst()
        .orElse(blocks.get(0));
  }
}
