package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls of one service that were given up and still run. The next call for the same CT waits for
 * them: a late apply must not come after the undo of it. Safe for any thread.
 */
final class LateCalls {
  private final Set<Call> late = new HashSet<>();

  /** One call on its way. */
  final class Call {
    private final String subject;
    private boolean inside;
    private boolean abandoned;

    private Call(String subject) {
      this.subject = subject;
    }

    /**
     * On the thread of the call.
     *
     * @throws ContainerException CANCELLED when it was given up before it began
     */
    <R> R run(Supplier<R> body) {
      enter();
      try {
        return body.get();
      } finally {
        leave();
      }
    }

    private void enter() {
      synchronized (LateCalls.this) {
        if (abandoned) {
          throw new ContainerException(ErrorCode.CANCELLED, "the call was given up");
        }
        inside = true;
      }
    }

    private void leave() {
      synchronized (LateCalls.this) {
        inside = false;
        if (late.remove(this)) {
          LateCalls.this.notifyAll();
        }
      }
    }

    /** On any thread: nobody waits for it any more. */
    void giveUp() {
      synchronized (LateCalls.this) {
        abandoned = true;
        if (inside) {
          late.add(this);
        }
      }
    }
  }

  /**
   * A new call, as soon as no late one for the CT runs.
   *
   * @throws ContainerException TIMEOUT when one still runs after the limit
   */
  synchronized Call begin(String subject, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (late.stream().anyMatch(c -> c.subject.equals(subject))) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new ContainerException(
              ErrorCode.TIMEOUT, "no answer: an earlier call that was given up still runs");
        }
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.WAITING, "interrupted", "", e);
    }
    return new Call(subject);
  }
}
