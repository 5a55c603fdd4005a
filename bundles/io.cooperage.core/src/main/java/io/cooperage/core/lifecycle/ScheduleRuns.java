package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.container.ContainerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduled backups that are being made, each on a thread of its own. There is one at a time,
 * but for those that show no progress: they hold up nobody else. Safe for any thread.
 */
final class ScheduleRuns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRuns.class);

  /** So many threads may hang in targets. */
  static final int MOST = 16;

  private final Duration silence;
  private final Map<ContainerId, Run> running = new HashMap<>();
  private final Map<Key, Long> rests = new HashMap<>();

  private record Key(ContainerId container, String location) {
    static Key of(BackupSchedule schedule) {
      return new Key(schedule.container(), schedule.location());
    }
  }

  /** One of them; {@code since} is when it last showed progress. */
  private static final class Run {
    private final Thread thread;
    private volatile long since = System.nanoTime();

    Run(Runnable body, String name) {
      thread = new Thread(body, name);
      thread.setDaemon(true);
    }

    void beat() {
      since = System.nanoTime();
    }

    boolean isSilent(Duration limit) {
      return System.nanoTime() - since > limit.toNanos();
    }
  }

  /** What is done for a CT. */
  interface Work {
    /**
     * Does it.
     *
     * @param heartbeat to be called when it shows progress
     * @return how long the schedule is left alone then
     */
    Duration run(Runnable heartbeat);
  }

  /**
   * Runs.
   *
   * @param silence after which one does not hold up others any more
   */
  ScheduleRuns(Duration silence) {
    this.silence = silence;
  }

  /** Whether one is made of this CT. */
  synchronized boolean isRunning(ContainerId container) {
    return running.containsKey(container);
  }

  /** Whether as many as can be hang. */
  synchronized boolean isFull() {
    return running.size() >= MOST;
  }

  /** Begins one, unless it is not its turn yet. */
  synchronized void offer(BackupSchedule schedule, Work work) {
    ContainerId container = schedule.container();
    long now = System.nanoTime();
    if (running.containsKey(container)
        || isFull()
        || rests.getOrDefault(Key.of(schedule), now) - now > 0
        || !running.values().stream().allMatch(r -> r.isSilent(silence))) {
      return;
    }
    Run run = new Run(() -> run(schedule, work), "cooperage-schedule-" + container);
    running.put(container, run);
    run.thread.start();
  }

  private void run(BackupSchedule schedule, Work work) {
    ContainerId container = schedule.container();
    Duration rest = Duration.ZERO;
    try {
      rest = work.run(() -> beat(container));
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("What became of a scheduled backup of CT {} cannot be noted", container, e);
    } finally {
      end(schedule, rest);
    }
  }

  private synchronized void beat(ContainerId container) {
    running.get(container).beat();
  }

  private synchronized void end(BackupSchedule schedule, Duration rest) {
    running.remove(schedule.container());
    rests.remove(Key.of(schedule));
    if (!rest.isZero()) {
      rests.put(Key.of(schedule), System.nanoTime() + rest.toNanos());
    }
  }

  @Override
  public synchronized void close() {
    running.values().forEach(r -> r.thread.interrupt());
  }
}
