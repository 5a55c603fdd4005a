package io.cooperage.isolation.view;

/**
 * How often a CT's files may be renewed at once: a hundred times, and twenty times a second for
 * good. For one thread at a time.
 */
final class Renewals {
  private static final double MOST = 100;
  private static final double PER_NANOSECOND = 20e-9;

  private double left = MOST;
  private long counted = System.nanoTime();

  /** Whether there is one left. */
  boolean left() {
    long now = System.nanoTime();
    left = Math.min(MOST, left + (now - counted) * PER_NANOSECOND);
    counted = now;
    return left >= 1;
  }

  /** Takes one, or what is left of it. */
  void take() {
    left = Math.max(0, left - 1);
  }
}
