package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupScheduleService;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.core.backup.ScheduleFile;
import io.cooperage.core.lifecycle.step.BackupPlace;
import io.cooperage.core.lifecycle.step.FoundBackup;
import io.cooperage.core.roster.LiveContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the schedules of backups and makes what is due. */
@Component(service = BackupScheduleService.class, immediate = true)
public final class ScheduleEngine implements BackupScheduleService {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleEngine.class);
  private static final long TURN_MILLIS = 1000;

  private final EngineRoom room;
  private final ScheduleFile file;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "cooperage-schedule");

  /** Called by the framework. */
  @Activate
  public ScheduleEngine(@Reference EngineRoom room) {
    this.room = room;
    this.file = new ScheduleFile(room.parts().node().stateFolder().resolve("backup-schedules"));
    thread.setDaemon(true);
    thread.start();
  }

  /** Called by the framework. */
  @Deactivate
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  @Override
  public BackupSchedule set(
      ContainerRef ref, Optional<String> location, Duration every, int chain, Retention retention) {
    require("every", every.toString(), every.compareTo(SHORTEST) >= 0, "1 minute or more");
    require("every", every.toString(), every.compareTo(LONGEST) <= 0, "366 days or less");
    require("chain", "" + chain, chain >= 1 && chain <= LONGEST_CHAIN, "1 to " + LONGEST_CHAIN);
    LiveContainer live = room.need(ref);
    BackupPlace at = room.backupJobs().place(location);
    String place = at.toString();
    BackupSchedule set =
        new BackupSchedule(
            live.id(),
            live.record().ctid().toString(),
            place,
            every,
            chain,
            retention,
            newest(at, live),
            "");
    replace(same(live.id(), place), Optional.of(set));
    return set;
  }

  private Optional<Instant> newest(BackupPlace place, LiveContainer live) {
    Instant now = room.parts().clock().instant();
    return room.backupJobs().all(place, live.id()).stream()
        .filter(b -> b.problem().isEmpty())
        .map(FoundBackup::createdAt)
        .filter(made -> !made.isAfter(now))
        .max(Comparator.naturalOrder());
  }

  private static void require(String what, String value, boolean condition, String rule) {
    if (!condition) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE, Problem.of(what, value, "must be " + rule));
    }
  }

  private static Predicate<BackupSchedule> same(ContainerId container, String place) {
    return s -> s.container().equals(container) && s.location().equals(place);
  }

  private synchronized boolean replace(
      Predicate<BackupSchedule> which, Optional<BackupSchedule> by) {
    List<BackupSchedule> all = new ArrayList<>(file.read());
    boolean found = all.removeIf(which);
    by.ifPresent(all::add);
    if (found || by.isPresent()) {
      file.write(all);
    }
    return found;
  }

  @Override
  public synchronized List<BackupSchedule> list() {
    return file.read().stream()
        .sorted(
            Comparator.comparing((BackupSchedule s) -> s.container().toString())
                .thenComparing(BackupSchedule::location))
        .toList();
  }

  @Override
  public void delete(ContainerRef ref, Optional<String> location) {
    LiveContainer live = room.need(ref);
    BackupPlace place = room.backupJobs().place(location);
    if (!replace(same(live.id(), place.toString()), Optional.empty())) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          Problem.of("target", place.toString(), "has no schedule for CT " + live));
    }
  }

  private void work() {
    try {
      while (!closed.await(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void turn() {
    try {
      if (room.adoption().done()) {
        Instant now = room.parts().clock().instant();
        list().forEach(s -> look(s, now));
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A round of scheduled backups failed", e);
    }
  }

  // A last run in the future is the word of a clock that went wrong.
  private static boolean due(BackupSchedule s, Instant now) {
    return s.lastRun()
        .map(last -> last.isAfter(now) || !last.plus(s.every()).isAfter(now))
        .orElse(true);
  }

  private boolean isBroken(ContainerId container) {
    return room.parts().roster().broken().stream().anyMatch(b -> b.id().equals(container));
  }

  private void look(BackupSchedule schedule, Instant now) {
    String container = schedule.container().toString();
    Optional<LiveContainer> live = room.parts().roster().find(schedule.container());
    if (isBroken(schedule.container())) {
      LOG.debug("CT {} is broken and may come back", schedule.ctid());
    } else if (live.isEmpty()) {
      LOG.info("CT {} is gone, so is its schedule of backups", schedule.ctid());
      replace(same(schedule.container(), schedule.location()), Optional.empty());
    } else if (due(schedule, now)
        && closed.getCount() > 0
        && room.parts().jobs().holder(container).isEmpty()) {
      run(schedule, live.get());
    }
  }

  private void run(BackupSchedule schedule, LiveContainer live) {
    String problem = "";
    try {
      new ScheduledBackup(room.backupJobs(), live, schedule, room.parts().clock()).run();
    } catch (ContainerException e) {
      if (closed.getCount() == 0 || e.code() == ErrorCode.BUSY || e.code() == ErrorCode.WAITING) {
        return;
      }
      LOG.warn("The backup of CT {} to {} failed", live, schedule.location(), e);
      room.parts()
          .events()
          .publish(
              "backup.failed",
              schedule.container().toString(),
              "the scheduled backup of CT " + live + " failed: " + e.getMessage());
      problem = e.getMessage();
    }
    ended(schedule, problem);
  }

  // It may have been set anew or deleted meanwhile.
  private synchronized void ended(BackupSchedule schedule, String problem) {
    if (file.read().contains(schedule)) {
      BackupSchedule after =
          new BackupSchedule(
              schedule.container(),
              schedule.ctid(),
              schedule.location(),
              schedule.every(),
              schedule.chain(),
              schedule.retention(),
              Optional.of(room.parts().clock().instant()),
              problem);
      replace(schedule::equals, Optional.of(after));
    }
  }
}
