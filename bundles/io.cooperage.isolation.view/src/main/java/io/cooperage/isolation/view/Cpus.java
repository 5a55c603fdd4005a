package io.cooperage.isolation.view;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CT's CPUs and what it used of them.
 *
 * @param host those of the host that it sees, renumbered from 0 inside; at least one
 * @param user hundredths of a second in its programs
 * @param system hundredths of a second in the kernel for it
 */
record Cpus(List<Integer> host, long user, long system) {
  private static final int MICROSECONDS_A_TICK = 10_000;
  private static final Pattern NUMBER = line("processor");
  private static final Pattern SIBLINGS = line("siblings");
  private static final Pattern CORES = line("cpu cores");

  private static Pattern line(String name) {
    return Pattern.compile("^(" + name + "\\s*: )(\\d+)$", Pattern.MULTILINE);
  }

  Cpus {
    host = List.copyOf(host);
  }

  /**
   * Reads them. As many as the time that it may use would fill, rounded up, of those that it may
   * run on.
   */
  static Cpus of(Groups groups, List<Integer> online) {
    List<Integer> allowed = allowed(groups, online);
    int count = (int) Math.min(allowed.size(), quota(groups, allowed.size()));
    Map<String, Long> times = times(groups);
    return new Cpus(
        allowed.subList(0, Math.max(1, count)),
        times.getOrDefault("user", times.getOrDefault("user_usec", 0L) / MICROSECONDS_A_TICK),
        times.getOrDefault("system", times.getOrDefault("system_usec", 0L) / MICROSECONDS_A_TICK));
  }

  private static List<Integer> allowed(Groups groups, List<Integer> online) {
    Optional<CgroupDirectory> group = groups.of(Subsystem.CPUSET);
    List<Integer> allowed =
        CpuSet.parse(
            read(group, g -> g.version() == 1 ? "cpuset.effective_cpus" : "cpuset.cpus.effective"));
    return allowed.isEmpty() ? online : allowed;
  }

  private static String read(
      Optional<CgroupDirectory> group, Function<CgroupDirectory, String> file) {
    return group.flatMap(g -> g.readIfPresent(file.apply(g))).orElse("");
  }

  private static long quota(Groups groups, int all) {
    Optional<CgroupDirectory> group = groups.of(Subsystem.CPU);
    if (group.isEmpty()) {
      return all;
    }
    String text =
        group.get().version() == 1
            ? read(group, g -> "cpu.cfs_quota_us") + " " + read(group, g -> "cpu.cfs_period_us")
            : read(group, g -> "cpu.max");
    String[] words = text.split(" ", 2);
    long quota = Numbers.orElse(words[0], Long.MAX_VALUE);
    long period = words.length < 2 ? 0 : Numbers.orElse(words[1], 0);
    return quota == Long.MAX_VALUE || period == 0 ? all : (quota + period - 1) / period;
  }

  private static Map<String, Long> times(Groups groups) {
    Optional<CgroupDirectory> group = groups.of(Subsystem.CPUACCT);
    return Numbers.named(read(group, g -> g.version() == 1 ? "cpuacct.stat" : "cpu.stat"));
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
  String cpuinfo(Map<Integer, String> blocks) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count(); i++) {
      String block = blocks.getOrDefault(host.get(i), "processor\t: 0");
      text.append(replaced(replaced(replaced(block, NUMBER, i), SIBLINGS, count()), CORES, count()))
          .append("\n\n");
    }
    return text.toString();
  }

  private static String replaced(String block, Pattern line, int number) {
    return line.matcher(block).replaceFirst("$1" + number);
  }

  /** The blocks of a {@code /proc/cpuinfo} by their CPU's number. */
  static Map<Integer, String> blocks(String cpuinfo) {
    Map<Integer, String> blocks = new TreeMap<>();
    for (String block : cpuinfo.strip().split("\n\n", -1)) {
      Matcher number = NUMBER.matcher(block);
      if (number.find()) {
        blocks.put((int) Numbers.orElse(number.group(2), 0), block);
      }
    }
    return blocks;
  }
}
