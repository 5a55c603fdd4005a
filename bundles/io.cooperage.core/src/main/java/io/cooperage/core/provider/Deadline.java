package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;

/** When a call has taken too long. Safe for any thread. */
final class Deadline {
  private static final int MILLIS_SHOWN = 2000;

  private final Duration limit;
  private volatile long since = System.nanoTime();
  private volatile boolean missed;

  Deadline(Duration limit) {
    this.limit = limit;
  }

  /** What a caller is told who waited for so long. */
  ContainerException failure(Exception cause) {
    String text =
        limit.toMillis() < MILLIS_SHOWN ? limit.toMillis() + " ms" : limit.toSeconds() + " seconds";
    return new ContainerException(ErrorCode.TIMEOUT, "no answer within " + text, "", cause);
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
