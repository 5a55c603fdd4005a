package io.cooperage.core.job;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pool that jobs run on. It is larger than the host's CPUs, since a job that stops a CT mostly
 * waits.
 */
final class JobThreads implements Executor, AutoCloseable {
  private static final int MOST = 32;

  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor pool;
  private final Duration grace;

  JobThreads(int most, Duration grace) {
    this.grace = grace;
    pool =
        new ThreadPoolExecutor(
            most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
    pool.allowCoreThreadTimeOut(true);
  }

  static JobThreads standard() {
    return new JobThreads(MOST, Duration.ofSeconds(10));
  }

  private Thread thread(Runnable body) {
    Thread thread = new Thread(body, "cooperage-job-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable work) {
    try {
      pool.execute(work);
    } catch (RejectedExecutionException e) {
      // The daemon ends: what is journaled is taken up by the next one.
      Thread.interrupted();
    }
  }

  /** Waits for steps in progress, then interrupts them. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
