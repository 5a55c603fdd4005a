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
    AtomicReference<T> result = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              preparation.run();
              result.set(work.get());
            },
            name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((ignored, e) -> failure.set(e));
    thread.start();
    waitFor(thread);
    rethrow(failure.get());
    return result.get();
  }

  private static void waitFor(Thread thread) {
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
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
