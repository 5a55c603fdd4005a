package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupOptions.Form;
import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import io.cooperage.core.lifecycle.step.BackupPlace;
import io.cooperage.core.lifecycle.step.BackupShelf;
import io.cooperage.core.lifecycle.step.FoundBackup;
import io.cooperage.core.roster.LiveContainer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup that is due, and the end of those that are not kept any longer.
 *
 * @param patience with a job that waits for something that is not there
 * @param heartbeat called while it goes on
 */
record ScheduledBackup(
    BackupJobs backups,
    LiveContainer live,
    BackupSchedule schedule,
    InstantSource clock,
    Duration patience,
    Runnable heartbeat) {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledBackup.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  /**
   * Makes it.
   *
   * @return why backups that could go were kept; empty if none was
   * @throws ContainerException what the job failed with, or WAITING when it waits for too long; it
   *     goes on then
   */
  String run() {
    BackupPlace place = BackupPlace.parse(schedule.location());
    Form form = form(backups.all(place, live.id()));
    BackupOptions options = new BackupOptions(form, Optional.of(schedule.location()), "scheduled");
    await(backups.backup(live, options));
    Superfluous superfluous =
        Superfluous.of(schedule.retention(), backups.all(place, live.id()), clock.instant());
    if (!superfluous.gone().isEmpty()) {
      await(backups.remove(place, live.id(), superfluous.gone()));
    }
    return superfluous.withheld();
  }

  // However a job waits, whoever waits for it does not wait for ever.
  private void await(Job<?> job) {
    long wellAt = System.nanoTime();
    JobInfo last = job.info();
    while (!last.state().ended()) {
      pause(job);
      JobInfo info = job.info();
      if (!info.equals(last)) {
        heartbeat.run();
      }
      last = info;
      if (info.state() != JobState.WAITING) {
        wellAt = System.nanoTime();
      } else if (System.nanoTime() - wellAt > patience.toNanos()) {
        throw waits(info);
      }
    }
    job.await(LOOK);
  }

  private static void pause(Job<?> job) {
    try {
      job.await(LOOK);
    } catch (ContainerException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      LOG.trace("Job {} goes on or has failed", job.info().id(), e);
    }
  }

  /** How it is told that a job is parked. */
  static ContainerException waits(JobInfo job) {
    return new ContainerException(
        ErrorCode.WAITING, "job " + job.id() + " is " + job.message(), "It goes on by itself.");
  }

  private Form form(List<FoundBackup> all) {
    if (all.isEmpty()) {
      return Form.ANY;
    }
    FoundBackup newest = all.get(all.size() - 1);
    boolean whole = newest.problem().isEmpty();
    return whole && BackupShelf.chain(all, newest.id()).size() < schedule.chain()
        ? Form.ANY
        : Form.FULL;
  }
}
