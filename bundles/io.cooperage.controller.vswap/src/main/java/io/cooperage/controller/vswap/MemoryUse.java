package io.cooperage.controller.vswap;

import java.util.HashMap;
import java.util.Map;

/**
 * What a CT uses, in bytes.
 *
 * @param used RAM without the page cache, kernel memory and tmpfs included
 * @param swap swap
 * @param cache page cache that can be given up
 */
record MemoryUse(long used, long swap, long cache) {
  /** Takes a group's total, less what its {@code memory.stat} counts as cache and not as tmpfs. */
  static MemoryUse of(long total, long swap, long fileBacked, long shared) {
    long cache = Math.max(0, Math.min(total, fileBacked - shared));
    return new MemoryUse(total - cache, Math.max(0, swap), cache);
  }

  /** Reads lines of a name and a number; others are left out. */
  static Map<String, Long> numbers(String stat) {
    Map<String, Long> numbers = new HashMap<>();
    for (String line : stat.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0 && line.substring(space + 1).matches("\\d{1,18}")) {
        numbers.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
      }
    }
    return numbers;
  }
}
