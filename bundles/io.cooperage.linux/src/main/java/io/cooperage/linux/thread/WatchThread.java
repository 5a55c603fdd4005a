package io.cooperage.linux.thread;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that looks at everything that is watched, however many CTs that are. It begins
 * with the first of them and ends soon after {@link #close()}. Any thread may call.
 *
 * @param <W> what is known of one watched CT; only this thread looks at it
 */
public final class WatchThread<W> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);

  private final String name;
  private final Consumer<WatchThread<W>> work;
  private final Map<ContainerId, W> watched = new ConcurrentHashMap<>();
  private Optional<Thread> thread = Optional.empty();
  private volatile boolean closed;

  private WatchThread(String name, Consumer<WatchThread<W>> work) {
    this.name = name;
    this.work = work;
  }

  /**
   * Looks at every CT once a round, first when it begins.
   *
   * @param name the thread's
   * @param look may throw: that ends neither the round nor the watch
   */
  public static <W> WatchThread<W> looking(String name, Duration round, Consumer<? super W> look) {
    return working(
        name,
        thread -> {
          while (thread.open()) {
            thread.each(look);
            thread.pause(round);
          }
        });
  }

  /**
   * Does something else between its looks.
   *
   * @param work runs once, and should return soon after {@link #open()} is no longer true
   */
  public static <W> WatchThread<W> working(String name, Consumer<WatchThread<W>> work) {
    return new WatchThread<>(name, work);
  }

  /** Begins to watch a CT; a second watch replaces the first, whose end then changes nothing. */
  public Watch watch(ContainerId id, W entry) {
    watched.put(id, entry);
    startOnce();
    return () -> watched.remove(id, entry);
  }

  private synchronized void startOnce() {
    if (thread.isEmpty() && !closed) {
      Thread started = new Thread(() -> work.accept(this), name);
      started.setDaemon(true);
      thread = Optional.of(started);
      started.start();
    }
  }

  /** What is known of a CT; empty if it is not watched. */
  public Optional<W> find(ContainerId id) {
    return Optional.ofNullable(watched.get(id));
  }

  /** Looks at every CT; one that cannot be looked at is passed over. */
  public void each(Consumer<? super W> look) {
    watched.forEach(
        (id, entry) -> {
          try {
            look.accept(entry);
          } catch (RuntimeException e) {
            LOG.debug("{} cannot look at CT {}", name, id, e);
          }
        });
  }

  /** Whether this was not closed. */
  public boolean open() {
    return !closed;
  }

  /** Waits; less when this is closed meanwhile. For the work alone. */
  public void pause(Duration time) {
    if (!closed) {
      LockSupport.parkNanos(this, time.toNanos());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.ifPresent(LockSupport::unpark);
  }
}
