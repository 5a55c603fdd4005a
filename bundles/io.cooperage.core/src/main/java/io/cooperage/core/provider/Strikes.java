package io.cooperage.core.provider;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts failures in a row of one service. Safe for any thread. */
final class Strikes {
  private final int most;
  private final Consumer<String> whenOut;
  private final AtomicInteger count = new AtomicInteger();

  /** Calls {@code whenOut} once, with the last failure, when there were so many in a row. */
  Strikes(int most, Consumer<String> whenOut) {
    this.most = most;
    this.whenOut = whenOut;
  }

  void success() {
    if (!out()) {
      count.set(0);
    }
  }

  void failure(String reason) {
    if (count.incrementAndGet() == most) {
      whenOut.accept(reason);
    }
  }

  boolean out() {
    return count.get() >= most;
  }
}
