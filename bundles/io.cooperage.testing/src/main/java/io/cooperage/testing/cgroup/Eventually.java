package io.cooperage.testing.cgroup;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that the kernel does by itself. */
public final class Eventually {
  private static final long STEP = 2_000_000;

  private Eventually() {}

  /**
   * Waits until a condition holds.
   *
   * @throws AssertionError if it does not hold within the limit
   */
  public static void holds(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(STEP);
    }
  }
}
