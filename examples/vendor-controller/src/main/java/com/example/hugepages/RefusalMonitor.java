package com.example.hugepages;

import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Compares the kernel's counters now and then, so that a program that tries again and again is one
 * event a round and not one a try.
 */
final class RefusalMonitor implements AutoCloseable {
  static final String EVENT = "limit.hugepages";
  private static final Duration ROUND = Duration.ofSeconds(2);

  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hugepages-refusals");
            thread.setDaemon(true);
            return thread;
          });

  Watch watch(HugePageGroup group, EventSink sink) {
    AtomicLong seen = new AtomicLong(group.refused().orElse(0L));
    ScheduledFuture<?> task =
        rounds.scheduleWithFixedDelay(
            () -> look(group, seen, sink),
            ROUND.toMillis(),
            ROUND.toMillis(),
            TimeUnit.MILLISECONDS);
    return () -> task.cancel(false);
  }

  /** A CT that is gone has no counter any more, and nothing to tell. */
  static void look(HugePageGroup group, AtomicLong seen, EventSink sink) {
    long now = group.refused().orElse(seen.get());
    long times = now - seen.getAndSet(now);
    if (times > 0) {
      sink.event(
          EVENT,
          "hugepages is used up: " + times + " huge pages were refused",
          Map.of("times", Long.toString(times), "total", Long.toString(now)));
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
