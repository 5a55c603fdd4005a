package io.cooperage.controller.vswap;

import java.util.OptionalLong;

/**
 * What a CT uses, in bytes.
 *
 * @param used RAM without the page cache, kernel memory and tmpfs included
 * @param swap swap
 * @param cache page cache that can be given up
 */
record MemoryUse(long used, long swap, long cache) {
  private static final int MOST_DIGITS = 18;

  /** Takes a group's total, less what its {@code memory.stat} counts as cache and not as tmpfs. */
  static MemoryUse of(long total, long swap, long fileBacked, long shared) {
    long cache = Math.max(0, Math.min(total, fileBacked - shared));
    return new MemoryUse(total - cache, Math.max(0, swap), cache);
  }

  /** The number behind a name that begins a line; empty if there is none. */
  static OptionalLong number(String lines, String name) {
    int start = 0;
    while (start >= 0 && !isAt(lines, start, name)) {
      start = lines.indexOf('\n', start) + 1;
      start = start == 0 ? -1 : start;
    }
    if (start < 0) {
      return OptionalLong.empty();
    }
    int from = start + name.length() + 1;
    int line = lines.indexOf('\n', from);
    int to = line < 0 ? lines.length() : line;
    return to - from > MOST_DIGITS || !isNumber(lines, from, to)
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(lines, from, to, 10));
  }

  private static boolean isAt(String lines, int start, String name) {
    int end = start + name.length();
    return lines.startsWith(name, start) && end < lines.length() && lines.charAt(end) == ' ';
  }

  private static boolean isNumber(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return to > from && at == to;
  }
}
