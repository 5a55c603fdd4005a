package io.cooperage.isolation.view;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a CT may have of memory and swap, and has, in bytes.
 *
 * @param total the limit, at most what the host has
 * @param used everything charged to it, page cache included
 * @param swapTotal the limit; 0 where the host has no swap
 */
record Memory(
    long total, long used, long swapTotal, long swapUsed, Map<MemoryCounter, Long> counters) {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  /** No limit reads as the largest multiple of a page. */
  private static final long ENDLESS = Long.MAX_VALUE >> 16 << 16;

  /** Reads them; a CT without a limit sees the host's. */
  static Memory of(Groups groups, HostMemory host) {
    Optional<CgroupDirectory> found = groups.of(Subsystem.MEMORY);
    if (found.isEmpty()) {
      return new Memory(host.total(), host.used(), host.swap(), 0, Map.of());
    }
    CgroupDirectory group = found.get();
    Map<MemoryCounter, Long> counters = counters(group);
    return group.version() == 1 ? v1(group, counters, host) : v2(group, counters, host);
  }

  private static Memory v1(
      CgroupDirectory group, Map<MemoryCounter, Long> counters, HostMemory host) {
    long ram = number(group, "memory.limit_in_bytes", NO_LIMIT);
    long sum = number(group, "memory.memsw.limit_in_bytes", NO_LIMIT);
    long used = number(group, "memory.usage_in_bytes", 0);
    long swap = counters.getOrDefault(MemoryCounter.SWAP, 0L);
    long swapLimit = sum >= ENDLESS ? NO_LIMIT : Math.max(0, sum - ram);
    return limited(ram, used, swapLimit, swap, counters, host);
  }

  private static Memory v2(
      CgroupDirectory group, Map<MemoryCounter, Long> counters, HostMemory host) {
    return limited(
        number(group, "memory.max", NO_LIMIT),
        number(group, "memory.current", 0),
        number(group, "memory.swap.max", NO_LIMIT),
        number(group, "memory.swap.current", 0),
        counters,
        host);
  }

  private static Memory limited(
      long ram,
      long used,
      long swapLimit,
      long swapUsed,
      Map<MemoryCounter, Long> counters,
      HostMemory host) {
    long total = Math.min(ram, host.total());
    long swap = host.swap() == 0 ? 0 : swapLimit == NO_LIMIT ? host.swap() : swapLimit;
    return new Memory(
        total, Math.min(used, total), swap, Math.min(swapUsed, swap), Map.copyOf(counters));
  }

  private static Map<MemoryCounter, Long> counters(CgroupDirectory group) {
    Map<String, Long> lines = Numbers.named(group.readIfPresent("memory.stat").orElse(""));
    Map<MemoryCounter, Long> all = new EnumMap<>(MemoryCounter.class);
    for (MemoryCounter counter : MemoryCounter.values()) {
      all.put(counter, lines.getOrDefault(counter.in(group.version()), 0L));
    }
    return all;
  }

  private static long number(CgroupDirectory group, String file, long other) {
    return Numbers.orElse(group.readIfPresent(file).orElse(""), other);
  }

  long of(MemoryCounter counter) {
    return counters.getOrDefault(counter, 0L);
  }

  long free() {
    return total - used;
  }

  /** What could be had without swapping. */
  long available() {
    long cache = of(MemoryCounter.ACTIVE_FILE) + of(MemoryCounter.INACTIVE_FILE);
    long slab = of(MemoryCounter.SLAB_RECLAIMABLE);
    return Math.min(total, free() + cache + slab);
  }
}
