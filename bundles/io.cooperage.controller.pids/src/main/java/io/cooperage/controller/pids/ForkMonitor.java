package io.cooperage.controller.pids;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells CTs' watchers when forks were refused: one thread compares the kernel's counters every two
 * seconds, so that a fork bomb is one event a round and not one a fork.
 */
final class ForkMonitor implements AutoCloseable {
  private static final Duration ROUND = Duration.ofSeconds(2);

  private final Duration round;
  private final Map<ContainerId, WatchedTasks> watched = new ConcurrentHashMap<>();
  private Thread thread;
  private volatile boolean closed;

  ForkMonitor() {
    this(ROUND);
  }

  ForkMonitor(Duration round) {
    this.round = round;
  }

  /** Begins to watch a CT; a second watch replaces the first. */
  Watch watch(ContainerId id, TaskGroup group, EventSink sink) {
    WatchedTasks entry = new WatchedTasks(group, sink);
    watched.put(id, entry);
    startOnce();
    return () -> watched.remove(id, entry);
  }

  private synchronized void startOnce() {
    if (thread == null && !closed) {
      thread = new Thread(this::run, "cooperage-pids-forks");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    while (!closed) {
      watched.values().forEach(WatchedTasks::look);
      LockSupport.parkNanos(round.toNanos());
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      LockSupport.unpark(running);
    }
  }
}
