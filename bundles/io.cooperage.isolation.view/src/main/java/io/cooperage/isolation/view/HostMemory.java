package io.cooperage.isolation.view;

/**
 * What the host has, in bytes.
 *
 * @param used without what could be had
 * @param swap all areas together
 */
record HostMemory(long total, long used, long swap) {
  private static final int KIB = 1024;

  /** Out of {@code /proc/meminfo}. */
  static HostMemory parse(String meminfo) {
    return new HostMemory(
        line(meminfo, "MemTotal:"),
        line(meminfo, "MemTotal:") - line(meminfo, "MemAvailable:"),
        line(meminfo, "SwapTotal:"));
  }

  private static long line(String meminfo, String name) {
    return meminfo
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(text -> Numbers.orElse(text, 0) * KIB)
        .findFirst()
        .orElse(0);
  }
}
