package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupSchedule.Result;
import io.cooperage.api.backup.BackupScheduleService;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.job.JobState;
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
  private final Pace pace;
  private final ScheduleRuns runs;
  private final ScheduleFile file;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "cooperage-schedule");

  /** Called by the framework. */
  @Activate
  public ScheduleEngine(@Reference EngineRoom room) {
    this(room, new Pace(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(10)));
  }

  /**
   * How patient it is.
   *
   * @param silence of a backup, after which others begin beside it
   * @param patience with a job that waits for something that is not there
   * @param retry time until what waits is tried again
   */
  record Pace(Duration silence, Duration patience, Duration retry) {}

  ScheduleEngine(EngineRoom room, Pace pace) {
    this.room = room;
    this.pace = pace;
    this.runs = new ScheduleRuns(pace.silence());
    this.file = new ScheduleFile(room.parts().node().stateFolder().resolve("backup-schedules"));
    thread.setDaemon(true);
    thread.start();
  }

  /** Called by the framework. */
  @Deactivate
  public void close() {
    closed.countDown();
    thread.interrupt();
    runs.close();
  }

  @Override
  public BackupSchedule set(
      ContainerRef ref, Optional<String> location, Duration every, int chain, Retention retention) {
    require("every", every.toString(), every.compareTo(SHORTEST) >= 0, "1 minute or more");
    require("every", every.toString(), every.compareTo(LONGEST) <= 0, "366 days or less");
    require("chain", "" + chain, chain >= 1 && chain <= LONGEST_CHAIN, "1 to " + LONGEST_CHAIN);
    LiveContainer live = room.need(ref);
    BackupPlace at = room.lifecycle().backupJobs().place(location);
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
            Result.NONE,
            "");
    replace(same(live.id(), at), Optional.of(set));
    return set;
  }

  private Optional<Instant> newest(BackupPlace place, LiveContainer live) {
    Instant now = room.parts().clock().instant();
    return room.lifecycle().backupJobs().all(place, live.id()).stream()
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

  private static Predicate<BackupSchedule> same(ContainerId container, BackupPlace place) {
    return s -> s.container().equals(container) && place.isMeantBy(s.location());
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
    BackupPlace place = room.lifecycle().backupJobs().place(location);
    if (!replace(same(live.id(), place), Optional.empty())) {
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
        list().forEach(s -> lookSafely(s, now));
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A round of scheduled backups failed", e);
    }
  }

  // Whatever one of them fails with, the next one has its turn.
  private void lookSafely(BackupSchedule schedule, Instant now) {
    try {
      look(schedule, now);
    } catch (RuntimeException | LinkageError e) {
      attempted(schedule, Result.FAILED, internal(schedule, e));
    }
  }

  private static String internal(BackupSchedule schedule, Throwable e) {
    LOG.warn("The backup of CT {} to {} failed", schedule.ctid(), schedule.location(), e);
    return e instanceof ContainerException ? e.getMessage() : "internal error: " + e;
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
    ContainerId container = schedule.container();
    Optional<LiveContainer> live = room.parts().roster().find(container);
    if (isBroken(container)) {
      LOG.debug("CT {} is broken and may come back", schedule.ctid());
    } else if (live.isEmpty()) {
      LOG.info("CT {} is gone, so is its schedule of backups", schedule.ctid());
      replace(schedule::equals, Optional.empty());
    } else if (due(schedule, now) && closed.getCount() > 0 && !runs.isRunning(container)) {
      begin(schedule, live.get());
    }
  }

  private void begin(BackupSchedule schedule, LiveContainer live) {
    Optional<String> holder = room.parts().jobs().holder(live.id().toString());
    if (holder.isPresent()) {
      holder
          .flatMap(room.parts().jobs()::find)
          .filter(j -> j.state() == JobState.WAITING)
          .map(ScheduledBackup::waits)
          .ifPresent(e -> attempted(schedule, Result.WAITING, e.getMessage()));
    } else if (runs.isFull()) {
      String problem = ScheduleRuns.MOST + " other scheduled backups do not go on";
      attempted(schedule, Result.WAITING, problem);
    } else {
      runs.offer(schedule, heartbeat -> run(schedule, live, heartbeat));
    }
  }

  private Duration run(BackupSchedule schedule, LiveContainer live, Runnable heartbeat) {
    try {
      String kept =
          new ScheduledBackup(
                  room.lifecycle().backupJobs(),
                  live,
                  schedule,
                  room.parts().clock(),
                  pace.patience(),
                  heartbeat)
              .run();
      return attempted(schedule, Result.MADE, kept);
    } catch (ContainerException e) {
      if (closed.getCount() == 0 || e.code() == ErrorCode.BUSY) {
        return Duration.ZERO;
      }
      Result result = e.code() == ErrorCode.WAITING ? Result.WAITING : Result.FAILED;
      return attempted(schedule, result, e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return attempted(schedule, Result.FAILED, internal(schedule, e));
    }
  }

  // What waits is due still. What cannot be noted must not be done again and again.
  private Duration attempted(BackupSchedule schedule, Result result, String problem) {
    tell(schedule, result, problem);
    try {
      note(schedule, result, problem);
    } catch (ContainerException e) {
      LOG.warn("What became of the backup of CT {} cannot be noted", schedule.ctid(), e);
      return schedule.every();
    }
    return result == Result.WAITING ? pace.retry() : Duration.ZERO;
  }

  private void tell(BackupSchedule schedule, Result result, String problem) {
    boolean known = result == schedule.result() && problem.equals(schedule.problem());
    if (problem.isEmpty() || (known && result != Result.FAILED)) {
      return;
    }
    String type =
        switch (result) {
          case MADE -> "backup.kept";
          case WAITING -> "backup.waiting";
          default -> "backup.failed";
        };
    String what =
        switch (result) {
          case MADE -> " was made: ";
          case WAITING -> " waits: ";
          default -> " failed: ";
        };
    String message = "the scheduled backup of CT " + schedule.ctid() + " to " + schedule.location();
    LOG.warn("{}{}{}", message, what, problem);
    room.parts().events().publish(type, schedule.container().toString(), message + what + problem);
  }

  // It may have been set anew or deleted meanwhile.
  private synchronized void note(BackupSchedule schedule, Result result, String problem) {
    Optional<Instant> ran =
        result == Result.WAITING ? schedule.lastRun() : Optional.of(room.parts().clock().instant());
    BackupSchedule after =
        new BackupSchedule(
            schedule.container(),
            schedule.ctid(),
            schedule.location(),
            schedule.every(),
            schedule.chain(),
            schedule.retention(),
            ran,
            result,
            problem);
    if (!after.equals(schedule) && file.read().contains(schedule)) {
      replace(schedule::equals, Optional.of(after));
    }
  }
}
