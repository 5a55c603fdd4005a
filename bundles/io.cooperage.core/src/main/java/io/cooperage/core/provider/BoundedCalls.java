package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Runs calls on threads that can be given up. A call that hangs costs its thread, no more. */
final class BoundedCalls implements AutoCloseable {
  private static final int IDLE_SECONDS = 20;
  private static final int LOOK_MILLIS = 100;

  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::thread);

  /** A thread of ours, so that a call within a call is known. */
  private static final class CallThread extends Thread {
    /** What it runs, if that is more than one call. */
    private volatile Turn turn;

    CallThread(Runnable body, int number) {
      super(body, "cooperage-call-" + number);
      setDaemon(true);
    }

    static Turn currentTurn() {
      return Thread.currentThread() instanceof CallThread own ? own.turn : null;
    }

    /** Whether a call within this one would be given up with it. */
    static boolean inCall() {
      return Thread.currentThread() instanceof CallThread own
          && (own.turn == null || own.turn.inCall());
    }
  }

  private Thread thread(Runnable body) {
    return new CallThread(body, number.incrementAndGet());
  }

  /**
   * Runs the body. What a call in flight calls in its turn, as a controller does through its cell,
   * runs on the same thread: it is given up with that one, and needs no hand-over (90 us measured).
   * The same is true for the calls of {@link #together}.
   *
   * @param late makes the TIMEOUT what the caller is told, once, when the call is given up
   * @throws ContainerException what {@code late} made of it; its thread is interrupted and
   *     forgotten
   * @throws ExecutionException with whatever the body threw
   */
  <R> R call(Deadline deadline, Supplier<R> body, UnaryOperator<ContainerException> late)
      throws ExecutionException {
    Turn turn = CallThread.currentTurn();
    return turn == null || turn.inCall()
        ? apart(deadline, body, late)
        : turn.call(deadline, () -> inline(body), late);
  }

  /**
   * As {@link #call}, but with a thread of its own in {@link #together} as well: for calls whose
   * failure the caller survives, or that hold a lock.
   */
  <R> R apart(Deadline deadline, Supplier<R> body, UnaryOperator<ContainerException> late)
      throws ExecutionException {
    if (CallThread.inCall()) {
      return inline(body);
    }
    Future<R> future = threads.submit(body::get);
    try {
      while (true) {
        try {
          return future.get(deadline.left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (deadline.left() <= 0) {
            deadline.miss();
            future.cancel(true);
            throw late.apply(deadline.failure(e));
          }
        }
      }
    } catch (InterruptedException e) {
      deadline.miss();
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw late.apply(new ContainerException(ErrorCode.WAITING, "interrupted", "", e));
    }
  }

  /** As {@link #apart}, but within {@link #each} on the thread of that. */
  <R> R survived(Deadline deadline, Supplier<R> body, UnaryOperator<ContainerException> late)
      throws ExecutionException {
    Turn turn = CallThread.currentTurn();
    return turn != null && turn.isSurvived() && !turn.inCall()
        ? turn.call(deadline, () -> inline(body), late)
        : apart(deadline, body, late);
  }

  private static <R> R inline(Supplier<R> body) throws ExecutionException {
    try {
      return body.get();
    } catch (RuntimeException e) {
      throw new ExecutionException(e);
    } catch (Turn.GivenUpError e) {
      throw e;
    } catch (Error e) {
      throw new ExecutionException(e);
    }
  }

  /**
   * Runs a body of the engine's with many calls on one thread. When one of the calls is given up,
   * so is the body, which holds no lock while it calls: it ends where it stands.
   *
   * @throws ContainerException of the call that was given up
   */
  <R> R together(Supplier<R> body) {
    return Thread.currentThread() instanceof CallThread ? body.get() : take(new Turn(false), body);
  }

  /**
   * Does something with each item, with few hand-overs: what one fails with, and that it was given
   * up, is told to {@code failed}, and the next one has its turn.
   *
   * @param failed on the caller's thread; what it throws ends all
   */
  <T> void each(List<T> items, Consumer<T> body, BiConsumer<T, ContainerException> failed) {
    int[] next = {0};
    while (next[0] < items.size()) {
      Supplier<Boolean> rest =
          () -> {
            for (; next[0] < items.size(); next[0]++) {
              body.accept(items.get(next[0]));
            }
            return true;
          };
      try {
        boolean unused = CallThread.inCall() ? rest.get() : take(new Turn(true), rest);
      } catch (ContainerException e) {
        failed.accept(items.get(next[0]), e);
        next[0]++;
      }
    }
  }

  private <R> R take(Turn turn, Supplier<R> body) {
    Future<R> future = threads.submit(() -> run(turn, body));
    try {
      while (true) {
        try {
          return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          turn.requireHope(e);
        }
      }
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      turn.abandon();
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.WAITING, "interrupted", "", e);
    }
  }

  private static <R> R run(Turn turn, Supplier<R> body) {
    CallThread own = (CallThread) Thread.currentThread();
    turn.begin(own);
    own.turn = turn;
    try {
      return body.get();
    } finally {
      own.turn = null;
      turn.end();
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error e) {
      throw e;
    }
    return (RuntimeException) cause;
  }

  /** Frees a thread from the call that it is in: the service is gone. */
  static void evict(Thread caller) {
    Turn turn = caller instanceof CallThread own ? own.turn : null;
    if (turn == null || !turn.evict()) {
      caller.interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
