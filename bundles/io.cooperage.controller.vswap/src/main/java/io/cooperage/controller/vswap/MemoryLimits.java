package io.cooperage.controller.vswap;

import java.util.OptionalLong;

/**
 * What a CT may use, in bytes; empty is no limit.
 *
 * @param ram physpages
 * @param swap swappages, on top of the former
 */
record MemoryLimits(OptionalLong ram, OptionalLong swap) {
  private static final long PAGE = 4096;

  /** Whole pages, rounded down as the kernel does. */
  MemoryLimits inPages() {
    return new MemoryLimits(inPages(ram), inPages(swap));
  }

  /** RAM and swap together; empty if that is no limit. */
  OptionalLong sum() {
    return ram.isEmpty() || swap.isEmpty() || ram.getAsLong() > Long.MAX_VALUE - swap.getAsLong()
        ? OptionalLong.empty()
        : OptionalLong.of(ram.getAsLong() + swap.getAsLong());
  }

  /** Whether a limit leaves at least as much as another. */
  static boolean atLeast(OptionalLong limit, OptionalLong other) {
    return limit.isEmpty() || (other.isPresent() && limit.getAsLong() >= other.getAsLong());
  }

  /** Whether a limit in force is what was asked less a fraction of a page. */
  static boolean rounds(long asked, long inForce) {
    return asked != inForce && asked / PAGE * PAGE == inForce;
  }

  private static OptionalLong inPages(OptionalLong bytes) {
    return bytes.isEmpty() ? bytes : OptionalLong.of(bytes.getAsLong() / PAGE * PAGE);
  }
}
