package io.cooperage.linux.thread;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Runs one piece of work on a platform thread that is never used again. The kernel keeps
 * credentials, capabilities and most namespaces per thread, so a thread whose own were changed must
 * never go back to a pool.
 */
public final class ThrowawayThread {
  private ThrowawayThread() {}

  /**
   * Prepares a new thread, runs the work on it and waits for it.
   *
   * <p>An interrupt of the caller does not cut the work short: it is noted and set again
   * afterwards.
   *
   * @param name the thread's name
   * @param preparation changes the thread; when it throws, the work is not run
   * @param work what to do; what it throws is thrown here
   */
  public static <T> T call(String name, Runnable preparation, Supplier<T> work) {
    return begin(
            name,
            () -> {
              preparation.run();
              return work.get();
            })
        .await();
  }

  /** Begins work that goes on beside the caller's. */
  public static <T> Running<T> begin(String name, Supplier<T> work) {
    return new Running<>(name, work);
  }

  /** Work that was begun. Any thread may wait for it. */
  public static final class Running<T> {
    private final AtomicReference<T> result = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    private Running(String name, Supplier<T> work) {
      thread = new Thread(() -> result.set(work.get()), name);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((ignored, e) -> failure.set(e));
      thread.start();
    }

    /**
     * Waits for its end, as {@link ThrowawayThread#call} does.
     *
     * @return what it gave; what it threw is thrown here
     */
    public T await() {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      rethrow();
      return result.get();
    }

    private void rethrow() {
      if (failure.get() instanceof RuntimeException e) {
        throw e;
      }
      if (failure.get() instanceof Error e) {
        throw e;
      }
    }
  }
}
