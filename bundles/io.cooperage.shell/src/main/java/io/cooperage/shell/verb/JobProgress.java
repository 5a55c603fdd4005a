package io.cooperage.shell.verb;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.Caller;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits for a job; tells of each step of one that takes long. A job that waits for a provider is
 * left to itself after a while: nobody knows when that comes back.
 */
final class JobProgress {
  private static final Duration TURN = Duration.ofMillis(400);
  private static final Duration LAST_TURN = Duration.ofSeconds(10);
  // A bundle that is updated is away for a few seconds.
  private static final Duration AWAY = Duration.ofSeconds(15);

  private final Caller caller;
  private final Duration patience;
  private String shown = "";
  private boolean cancelled;

  JobProgress(Caller caller) {
    this(caller, AWAY);
  }

  /** The patience is for a provider that is away. */
  JobProgress(Caller caller, Duration patience) {
    this.caller = caller;
    this.patience = patience;
  }

  <T> Optional<T> await(Job<T> job) {
    try {
      long awayUntil = System.nanoTime() + patience.toNanos();
      while (true) {
        try {
          return job.await(TURN);
        } catch (ContainerException e) {
          if (e.code() != ErrorCode.TIMEOUT) {
            throw interrupted(job, e);
          }
        }
        if (job.info().state().ended()) {
          // It may have ended since that turn; and if TIMEOUT is the job's own, it comes again.
          return job.await(LAST_TURN);
        }
        cancelIfGone(job);
        show(job.info());
        if (job.info().state() != JobState.WAITING) {
          awayUntil = System.nanoTime() + patience.toNanos();
        } else if (System.nanoTime() > awayUntil) {
          throw leftAlone(job.info());
        }
      }
    } finally {
      wipe();
    }
  }

  private static ContainerException leftAlone(JobInfo job) {
    return new ContainerException(
        ErrorCode.WAITING,
        "job " + job.id() + " (" + job.action() + ", " + job.step() + ") is " + job.message(),
        "It goes on by itself when that is back: 'ct job show "
            + job.id()
            + "' tells, and 'ct node info' shows which parts are there.");
  }

  /**
   * Ctrl-C in Karaf's shell interrupts the waiting thread; elsewhere only the front's own end does.
   */
  private ContainerException interrupted(Job<?> job, ContainerException e) {
    boolean byOperator = caller instanceof ShellCaller && Thread.currentThread().isInterrupted();
    if (byOperator && !job.info().state().ended()) {
      job.cancel();
    }
    return e;
  }

  private void cancelIfGone(Job<?> job) {
    if (caller.gone() && !cancelled) {
      cancelled = true;
      job.cancel();
    }
  }

  private void show(JobInfo info) {
    String percent = info.percent() < 0 ? "" : " " + info.percent() + "%";
    String message = info.message().isEmpty() ? "" : ": " + info.message();
    String line = Table.printable(info.action() + " " + info.step() + percent + message);
    if (line.equals(shown)) {
      return;
    }
    if (caller.terminal()) {
      String cut =
          line.length() < caller.columns() ? line : line.substring(0, caller.columns() - 1);
      caller.errors().print("\r\033[K" + cut);
    } else {
      caller.errors().println(line);
    }
    caller.errors().flush();
    shown = line;
  }

  private void wipe() {
    if (caller.terminal() && !shown.isEmpty()) {
      caller.errors().print("\r\033[K");
      caller.errors().flush();
    }
  }
}
