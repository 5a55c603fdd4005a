package io.cooperage.core.lifecycle;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.backup.AbandonedBackups;
import io.cooperage.core.backup.AbandonedBackups.Note;
import io.cooperage.core.lifecycle.step.BackupPlace;
import io.cooperage.core.lifecycle.step.BackupShelf;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes at their targets what backups that failed left there: at once if the target is there,
 * else when it comes back, when the next backup is written to it, and every hour. One that hangs is
 * left alone until then. Has a thread of its own, so that nobody else waits for a target.
 */
final class AbandonedCare implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedCare.class);
  private static final long PERIOD_MINUTES = 60;
  private static final long PATIENCE_MILLIS = 500;

  /** What a place that answers has not had for so long was never written, or has gone. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final BackupShelf shelf;
  private final AbandonedBackups abandoned;
  private final InstantSource clock;
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final Semaphore calls = new Semaphore(0);
  private final Thread thread = new Thread(this::work, "cooperage-abandoned");

  AbandonedCare(BackupShelf shelf, InstantSource clock) {
    this.shelf = shelf;
    this.abandoned = shelf.abandoned();
    this.clock = clock;
  }

  void open() {
    abandoned.onReached(
        place -> {
          hanging.remove(place);
          look();
        });
    thread.setDaemon(true);
    thread.start();
  }

  /** A target has come, or has left. */
  void lookAgain() {
    hanging.clear();
    look();
  }

  private void look() {
    calls.release();
  }

  private void work() {
    try {
      while (true) {
        collect();
        boolean called = calls.tryAcquire(PERIOD_MINUTES, TimeUnit.MINUTES);
        LOG.trace("Looking again, called: {}", called);
        calls.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void collect() {
    Set<String> away = new HashSet<>(hanging);
    try {
      for (Note note : abandoned.all()) {
        if (!away.contains(note.place()) && !collect(note)) {
          away.add(note.place());
        }
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("What failed backups left cannot be looked through", e);
    }
  }

  private boolean collect(Note note) {
    try {
      if (!shelf.turns().ifFree(note.place(), note.container(), () -> delete(note))) {
        LOG.debug("{} of {} waits for who writes there now", note.id(), note.container());
      }
      return true;
    } catch (ContainerException e) {
      if (e.code() == ErrorCode.TIMEOUT) {
        hanging.add(note.place());
      }
      LOG.debug("{} keeps what backup {} left", note.place(), note.id(), e);
      return false;
    }
  }

  private void delete(Note note) {
    BackupPlace place = BackupPlace.parse(note.place());
    boolean there = shelf.ids(place, note.container()).contains(note.id());
    shelf.delete(place, note.container(), note.id());
    if (there || note.since().plus(KEPT).isBefore(clock.instant())) {
      LOG.info("Backup {}, which was given up, is gone from {}", note.id(), place);
      abandoned.remove(note);
    }
  }

  /** Ends, at the latest after what is written now; one that a target keeps is left behind. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
