package io.cooperage.controller.vswap;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells CTs' watchers which process the kernel killed for lack of memory. The kernel's log names
 * the victim at once, for all CTs on one descriptor; it is rate-limited, so each CT's own counter
 * is compared now and then and tells of kills that the log left out.
 */
final class KillMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KillMonitor.class);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int COUNT_EVERY = 5;

  private final Supplier<? extends LogSource> source;
  private final Map<ContainerId, Watched> watched = new ConcurrentHashMap<>();
  private Thread thread;
  private volatile boolean closed;

  KillMonitor(Supplier<? extends LogSource> source) {
    this.source = source;
  }

  /** Begins to watch a CT; a second watch replaces the first. */
  Watch watch(ContainerId id, MemoryGroup group, EventSink sink) {
    Watched entry = new Watched(group, sink, group.kills());
    watched.put(id, entry);
    startOnce();
    return () -> watched.remove(id, entry);
  }

  private synchronized void startOnce() {
    if (thread == null && !closed) {
      thread = new Thread(this::run, "cooperage-vswap-kills");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try (LogSource log = source.get()) {
      follow(log);
    } catch (RuntimeException e) {
      LOG.warn("the kernel's log cannot be read, OOM events will not name their victims", e);
      while (!closed) {
        LockSupport.parkNanos(ROUND.multipliedBy(COUNT_EVERY).toNanos());
        watched.values().forEach(Watched::count);
        watched.values().forEach(Watched::tellRest);
      }
    }
  }

  private void follow(LogSource log) {
    int round = 0;
    while (!closed) {
      boolean counting = round % COUNT_EVERY == 0;
      if (counting) {
        // Before the log: a kill is logged before it is counted, so what is counted here is either
        // in the log by now or was left out of it.
        watched.values().forEach(Watched::count);
      }
      log.next(counting ? Duration.ZERO : ROUND).forEach(this::told);
      if (counting) {
        watched.values().forEach(Watched::tellRest);
      }
      round++;
    }
  }

  private void told(String message) {
    KillRecord.parse(message)
        .ifPresent(
            kill -> {
              Watched entry = watched.get(kill.container());
              if (entry != null) {
                entry.tell(kill);
              }
            });
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
