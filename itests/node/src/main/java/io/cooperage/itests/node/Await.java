package io.cooperage.itests.node;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions that another process brings about. */
public final class Await {
  private static final long PAUSE_NANOS = 20_000_000;

  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @throws AssertionError naming what never came true
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    until(() -> what, limit, condition);
  }

  /** As above, with a text that is made when the time is over. */
  public static void until(Supplier<String> what, Duration limit, BooleanSupplier condition) {
    Instant end = Instant.now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what.get());
      }
      java.util.concurrent.locks.LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
