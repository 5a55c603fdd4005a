package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Brings calls into one service and out again: it is there as long as one is in it, and what one
 * fails with is told in the engine's words and counted. Safe for any thread.
 *
 * @param <S> the service's type
 */
final class Leasing<S> {
  private final S service;
  private final String name;
  private final Strikes strikes;
  private final Callers callers = new Callers();

  /**
   * Begins to lease.
   *
   * @param name of the service, as messages call it
   */
  Leasing(S service, String name, Strikes strikes) {
    this.service = service;
    this.name = name;
    this.strikes = strikes;
  }

  /** How a call is brought to a thread that can be given up. */
  interface Way<R> {
    R call(Deadline deadline, Supplier<R> body, UnaryOperator<ContainerException> late)
        throws ExecutionException;
  }

  /**
   * Does one call.
   *
   * @throws ContainerException WAITING if the service leaves or has left, TIMEOUT if it does not
   *     answer, PROVIDER if it throws anything else than a ContainerException or answers null
   */
  <R> R call(Way<R> way, Deadline deadline, Function<S, R> body, Blame blame) {
    Thread caller = Thread.currentThread();
    if (!callers.enter(caller)) {
      throw new ContainerException(ErrorCode.WAITING, "waiting for " + name);
    }
    AtomicBoolean told = new AtomicBoolean();
    try {
      UnaryOperator<ContainerException> whenLate =
          e -> {
            told.set(true);
            blame.givenUp();
            callers.leave(caller);
            return strike(e, blame);
          };
      R answer = present(way.call(deadline, () -> body.apply(service), whenLate));
      strikes.success(blame.subject());
      return answer;
    } catch (ExecutionException e) {
      throw strike(e.getCause(), blame);
    } catch (RuntimeException e) {
      throw told.get() ? e : strike(e, blame);
    } finally {
      if (!told.get()) {
        callers.leave(caller);
      }
      if (callers.evicted()) {
        // Eviction may have interrupted this thread, whose next work has nothing to do with it.
        Thread.interrupted();
      }
    }
  }

  private static <R> R present(R answer) {
    if (answer == null) {
      throw new IllegalStateException("answered null");
    }
    return answer;
  }

  /** Counts a failure, if it is to blame for, and says what its caller is told. */
  ContainerException strike(Throwable cause, Blame blame) {
    ContainerException failure = translate(cause);
    if (!callers.evicted() && blame.counts(cause)) {
      strikes.failure(blame.subject(), failure.getMessage());
    }
    return failure;
  }

  /** What a caller is told of a failure. */
  ContainerException translate(Throwable cause) {
    if (callers.evicted()) {
      return new ContainerException(ErrorCode.WAITING, "waiting for " + name, "", cause);
    }
    if (cause instanceof ContainerException e && e.code() != ErrorCode.TIMEOUT) {
      return e;
    }
    if (cause instanceof ContainerException e) {
      return new ContainerException(
          ErrorCode.TIMEOUT,
          name + " gave " + e.getMessage(),
          "Look at the daemon's log, and at the host: a disk or a server may hang.",
          e);
    }
    String reason = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return new ContainerException(
        ErrorCode.PROVIDER,
        name + " failed with " + cause.getClass().getSimpleName() + reason,
        "This is a defect of that bundle; its stack is in the daemon's log.",
        cause);
  }

  /** Ends: lets no call in any more, waits for those inside, and then interrupts them. */
  void retire(Duration grace) {
    callers.retire(grace);
  }
}
