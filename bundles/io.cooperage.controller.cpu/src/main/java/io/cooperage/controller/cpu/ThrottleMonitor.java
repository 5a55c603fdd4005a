package io.cooperage.controller.cpu;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.thread.WatchThread;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.Optional;

/** Looks at every CT now and then, on one thread, and tells when a limit holds it back much. */
final class ThrottleMonitor implements AutoCloseable {
  private final int alert;
  private final WatchThread<ThrottleWatch> watched;

  /**
   * A monitor.
   *
   * @param alert percent of throttled periods that an event is told from
   * @param window between two looks
   */
  ThrottleMonitor(int alert, Duration window) {
    this.alert = alert;
    this.watched = WatchThread.working("cooperage-cpu-throttle", t -> run(t, window));
  }

  /** Begins to watch a CT; a second watch replaces the first. */
  Watch watch(Cell cell, EventSink sink) {
    return watched.watch(cell.id(), new ThrottleWatch(cell, sink, alert, System.nanoTime()));
  }

  /** Percent of one core that a CT used between the last two looks; empty if it is not known. */
  Optional<Long> recentUse(ContainerId id) {
    return watched.find(id).flatMap(ThrottleWatch::recentUse);
  }

  /** A watch measures from its beginning on, so that its first window must go by. */
  private void run(WatchThread<ThrottleWatch> thread, Duration window) {
    while (thread.open()) {
      thread.pause(window);
      look(System.nanoTime());
    }
  }

  /** Looks at every CT once. */
  void look(long now) {
    watched.each(entry -> entry.look(now));
  }

  @Override
  public void close() {
    watched.close();
  }
}
