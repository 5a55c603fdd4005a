package io.cooperage.core.provider;

import java.time.Duration;

/** When a call has taken too long. Safe for any thread. */
final class Deadline {
  private final Duration limit;
  private volatile long since = System.nanoTime();
  private volatile boolean missed;

  Deadline(Duration limit) {
    this.limit = limit;
  }

  Duration limit() {
    return limit;
  }

  /** The call shows that it is alive: its time begins anew. */
  void renew() {
    since = System.nanoTime();
  }

  /** Nanoseconds that are left; not above 0 when it is over. */
  long left() {
    return limit.toNanos() - (System.nanoTime() - since);
  }

  /** The call was given up. */
  void miss() {
    missed = true;
  }

  boolean missed() {
    return missed;
  }
}
