package io.cooperage.controller.vswap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lowers a limit below present use in steps. The kernel swaps out in the writing call, some 100
 * MB/s, and nothing can interrupt that; a controller's call has to end in time.
 */
final class GradualLimit {
  private static final long STEP = 64L << 20;
  private static final long PAGE = 4096;
  private static final Duration LIMIT = Duration.ofMillis(3500);

  private final String knob;
  private final LongSupplier clock;

  /**
   * Names the knob.
   *
   * @param clock nanoseconds
   */
  GradualLimit(String knob, LongSupplier clock) {
    this.knob = knob;
    this.clock = clock;
  }

  /**
   * Lowers.
   *
   * @param used present use in bytes
   * @param write sets the limit
   * @throws ContainerException BUSY if it takes too long; what was swapped out stays so
   */
  void lower(LongSupplier used, LongConsumer write, long target) {
    long began = clock.getAsLong();
    long now = used.getAsLong();
    while (now - STEP > target) {
      write.accept((now - STEP) / PAGE * PAGE);
      if (clock.getAsLong() - began > LIMIT.toNanos()) {
        throw new ContainerException(
            ErrorCode.BUSY,
            knob + ": " + ((now - STEP - target) >> 20) + "M more would have to be swapped out",
            "repeat the command: it goes on from there");
      }
      now = Math.min(now - STEP, used.getAsLong());
    }
    write.accept(target);
  }
}
