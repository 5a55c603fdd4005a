package io.cooperage.controller.io;

/**
 * vzctl's priorities as weights: the usual one is the kernel's default of 100, each step doubles.
 */
final class Priority {
  static final long USUAL = 4;
  static final long HIGHEST = 7;

  private static final long USUAL_WEIGHT = 100;

  private Priority() {}

  static long weight(long priority) {
    return priority >= USUAL
        ? USUAL_WEIGHT << (priority - USUAL)
        : USUAL_WEIGHT >> (USUAL - priority);
  }

  /** The priority whose weight is nearest. */
  static long ofWeight(long weight) {
    long nearest = 0;
    for (long p = 1; p <= HIGHEST; p++) {
      if (Math.abs(weight(p) - weight) < Math.abs(weight(nearest) - weight)) {
        nearest = p;
      }
    }
    return nearest;
  }
}
