package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs calls on threads that can be given up. A call that hangs costs its thread, no more. */
final class BoundedCalls implements AutoCloseable {
  private static final int IDLE_SECONDS = 20;
  private static final int MILLIS_SHOWN = 2000;

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
    CallThread(Runnable body, int number) {
      super(body, "cooperage-call-" + number);
      setDaemon(true);
    }
  }

  private Thread thread(Runnable body) {
    return new CallThread(body, number.incrementAndGet());
  }

  /**
   * Runs the body. What a call in flight calls in its turn, as a controller does through its cell,
   * runs on the same thread: it is given up with that one, and needs no hand-over (20 us and more).
   *
   * @throws ContainerException TIMEOUT when it took longer; its thread is interrupted and forgotten
   * @throws ExecutionException with whatever the body threw
   */
  <R> R call(Deadline deadline, Supplier<R> body) throws ExecutionException {
    if (Thread.currentThread() instanceof CallThread) {
      return nested(body);
    }
    Future<R> future = threads.submit(body::get);
    try {
      while (true) {
        try {
          return future.get(deadline.left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (deadline.left() <= 0) {
            throw giveUp(deadline, future, e);
          }
        }
      }
    } catch (InterruptedException e) {
      deadline.miss();
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.WAITING, "interrupted", "", e);
    }
  }

  private static <R> R nested(Supplier<R> body) throws ExecutionException {
    try {
      return body.get();
    } catch (RuntimeException | Error e) {
      throw new ExecutionException(e);
    }
  }

  private static ContainerException giveUp(Deadline deadline, Future<?> call, Exception cause) {
    deadline.miss();
    call.cancel(true);
    return new ContainerException(
        ErrorCode.TIMEOUT, "no answer within " + text(deadline.limit()), "", cause);
  }

  private static String text(Duration limit) {
    return limit.toMillis() < MILLIS_SHOWN
        ? limit.toMillis() + " ms"
        : limit.toSeconds() + " seconds";
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
