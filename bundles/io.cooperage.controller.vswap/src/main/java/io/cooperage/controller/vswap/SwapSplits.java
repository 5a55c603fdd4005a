package io.cooperage.controller.vswap;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The node's split, asked for at most once a second: a round of samples is over hundreds of CTs.
 */
final class SwapSplits {
  private static final long FRESH_NANOSECONDS = 1_000_000_000L;

  private final Supplier<SwapSplit> source;
  private final LongSupplier clock;
  private SwapSplit last;
  private long read;

  SwapSplits(Supplier<SwapSplit> source, LongSupplier clock) {
    this.source = source;
    this.clock = clock;
    this.last = source.get();
    this.read = clock.getAsLong();
  }

  synchronized SwapSplit recent() {
    if (clock.getAsLong() - read > FRESH_NANOSECONDS) {
      last = source.get();
      read = clock.getAsLong();
    }
    return last;
  }
}
