package io.cooperage.shell.verb;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.Caller;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import java.time.Duration;
import java.util.Optional;

/** Waits for a job; tells of each step of one that takes long. */
final class JobProgress {
  private static final Duration TURN = Duration.ofMillis(400);
  private static final Duration LAST_TURN = Duration.ofSeconds(10);

  private final Caller caller;
  private String shown = "";
  private boolean cancelled;

  JobProgress(Caller caller) {
    this.caller = caller;
  }

  <T> Optional<T> await(Job<T> job) {
    try {
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
      }
    } finally {
      wipe();
    }
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
