package io.cooperage.controller.vswap;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.thread.WatchThread;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
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
  private final WatchThread<Watched> watched =
      WatchThread.working("cooperage-vswap-kills", thread -> run());

  KillMonitor(Supplier<? extends LogSource> source) {
    this.source = source;
  }

  /** Begins to watch a CT; a second watch replaces the first. */
  Watch watch(ContainerId id, MemoryGroup group, EventSink sink) {
    return watched.watch(id, new Watched(group, sink, group.kills()));
  }

  private void run() {
    try (LogSource log = source.get()) {
      follow(log);
    } catch (RuntimeException e) {
      LOG.warn("the kernel's log cannot be read, OOM events will not name their victims", e);
      while (watched.open()) {
        watched.pause(ROUND.multipliedBy(COUNT_EVERY));
        watched.each(Watched::count);
        watched.each(Watched::tellRest);
      }
    }
  }

  private void follow(LogSource log) {
    int round = 0;
    while (watched.open()) {
      boolean counting = round % COUNT_EVERY == 0;
      if (counting) {
        // Before the log: a kill is logged before it is counted, so what is counted here is either
        // in the log by now or was left out of it.
        watched.each(Watched::count);
      }
      log.next(counting ? Duration.ZERO : ROUND).forEach(this::told);
      if (counting) {
        watched.each(Watched::tellRest);
      }
      round++;
    }
  }

  private void told(String message) {
    KillRecord.parse(message)
        .ifPresent(kill -> watched.find(kill.container()).ifPresent(entry -> entry.tell(kill)));
  }

  @Override
  public void close() {
    watched.close();
  }
}
