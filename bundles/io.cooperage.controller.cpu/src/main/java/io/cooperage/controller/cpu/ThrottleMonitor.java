package io.cooperage.controller.cpu;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Looks at every CT now and then, on one thread, and tells when a limit holds it back much. */
final class ThrottleMonitor implements AutoCloseable {
  private final Map<ContainerId, ThrottleWatch> watched = new ConcurrentHashMap<>();
  private final int alert;
  private final Duration window;
  private Thread thread;
  private volatile boolean closed;

  /**
   * A monitor.
   *
   * @param alert percent of throttled periods that an event is told from
   * @param window between two looks
   */
  ThrottleMonitor(int alert, Duration window) {
    this.alert = alert;
    this.window = window;
  }

  /** Begins to watch a CT; a second watch replaces the first. */
  Watch watch(Cell cell, EventSink sink) {
    ThrottleWatch entry = new ThrottleWatch(cell, sink, alert, System.nanoTime());
    watched.put(cell.id(), entry);
    startOnce();
    return () -> watched.remove(cell.id(), entry);
  }

  /** Percent of one core that a CT used between the last two looks; empty if it is not known. */
  Optional<Long> recentUse(ContainerId id) {
    return Optional.ofNullable(watched.get(id)).flatMap(ThrottleWatch::recentUse);
  }

  private synchronized void startOnce() {
    if (thread == null && !closed) {
      thread = new Thread(this::run, "cooperage-cpu-throttle");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(window.toNanos());
      look(System.nanoTime());
    }
  }

  /** Looks at every CT once. */
  void look(long now) {
    watched.values().forEach(entry -> entry.look(now));
  }

  @Override
  public synchronized void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
