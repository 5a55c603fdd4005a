package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

/**
 * Work of the engine on a thread that is given up when one of its calls hangs. Its thread calls,
 * the one that waits for it looks.
 */
final class Turn {
  private final boolean survived;
  private Thread thread;
  private Deadline deadline;
  private UnaryOperator<ContainerException> late;
  private boolean evicted;
  private boolean over;

  /** Work whose caller goes on without it if {@code survived}. */
  Turn(boolean survived) {
    this.survived = survived;
  }

  /** Ends the work of a thread that nobody waits for any more. */
  static final class GivenUpError extends Error {
    private static final long serialVersionUID = 1L;

    GivenUpError() {
      super("given up", null, false, false);
    }
  }

  /** A call's body that tells what was thrown. */
  interface Body<R> extends Callable<R> {
    @Override
    R call() throws ExecutionException;
  }

  synchronized void begin(Thread worker) {
    requireWanted();
    thread = worker;
  }

  synchronized void end() {
    thread = null;
  }

  boolean isSurvived() {
    return survived;
  }

  synchronized boolean inCall() {
    return deadline != null;
  }

  <R> R call(Deadline limit, Body<R> body, UnaryOperator<ContainerException> whenLate)
      throws ExecutionException {
    enter(limit, whenLate);
    try {
      return body.call();
    } finally {
      leave();
    }
  }

  private synchronized void enter(Deadline limit, UnaryOperator<ContainerException> whenLate) {
    requireWanted();
    deadline = limit;
    late = whenLate;
  }

  private synchronized void leave() {
    deadline = null;
    late = null;
    requireWanted();
  }

  private void requireWanted() {
    if (over) {
      throw new GivenUpError();
    }
  }

  /**
   * Gives the work up if its call has taken too long or its service is gone.
   *
   * @throws ContainerException what the call makes of that
   */
  synchronized void requireHope(Exception cause) {
    if (deadline == null || (!evicted && deadline.left() > 0)) {
      return;
    }
    ContainerException failure =
        evicted
            ? new ContainerException(ErrorCode.WAITING, "interrupted", "", cause)
            : deadline.failure(cause);
    UnaryOperator<ContainerException> answer = late;
    abandon();
    throw answer.apply(failure);
  }

  /** Gives the work up. */
  synchronized void abandon() {
    over = true;
    if (deadline != null) {
      deadline.miss();
    }
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Lets whoever waits give up the call that it is in; false if it is in none. */
  synchronized boolean evict() {
    if (deadline == null) {
      return false;
    }
    evicted = true;
    if (thread != null) {
      thread.interrupt();
    }
    return true;
  }
}
