package io.cooperage.network.routed;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what the kernel does from a work queue, a moment after it has answered a request. */
final class Settling {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofNanos(50_000);

  private Settling() {}

  /**
   * Waits until it is done, at most a second: what was asked for is complete by then, and a CT is
   * not kept from starting because its first packets might be lost.
   */
  static void await(BooleanSupplier done) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}
