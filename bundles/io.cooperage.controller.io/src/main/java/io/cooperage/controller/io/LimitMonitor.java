package io.cooperage.controller.io;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks every ten seconds which CTs work at their limits: the kernel's throttle tells nobody when
 * it holds a request back.
 */
final class LimitMonitor implements AutoCloseable {
  private static final Duration ROUND = Duration.ofSeconds(10);

  private final Duration round;
  private final Map<ContainerId, WatchedDisk> watched = new ConcurrentHashMap<>();
  private Thread thread;
  private volatile boolean closed;

  LimitMonitor() {
    this(ROUND);
  }

  LimitMonitor(Duration round) {
    this.round = round;
  }

  /** Begins to watch a CT; a second watch replaces the first. */
  Watch watch(ContainerId id, WatchedDisk disk) {
    watched.put(id, disk);
    startOnce();
    return () -> watched.remove(id, disk);
  }

  private synchronized void startOnce() {
    if (thread == null && !closed) {
      thread = new Thread(this::run, "cooperage-io-limits");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    while (!closed) {
      watched.values().forEach(WatchedDisk::look);
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
