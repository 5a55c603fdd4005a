package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stops every CT, all at once.
 *
 * @param patience with stops of which all wait for a provider that is away, or for jobs that do;
 *     they go on by themselves later
 */
record StopAll(NodeContainers containers, Jobs jobs, Duration patience) implements Step {
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final int NAMED = 5;

  StopAll(NodeContainers containers, Jobs jobs) {
    this(containers, jobs, Duration.ofSeconds(30));
  }

  @Override
  public String name() {
    return "StopAll";
  }

  // Nothing is there to be taken up after a crash: the stops have journals of their own.
  @Override
  public boolean effective() {
    return false;
  }

  @Override
  public void run(StepContext context) {
    List<Job<?>> stops = containers.stopAll();
    Map<String, JobInfo> waiting = new LinkedHashMap<>();
    long awayUntil = end();
    int failed = 0;
    for (int i = 0; i < stops.size(); i++) {
      context.progress(100 * i / stops.size(), i + " of " + stops.size() + " CTs are down");
      try {
        awayUntil = await(stops.get(i), awayUntil);
      } catch (ContainerException e) {
        failed++;
        waitsFor(stops.get(i)).ifPresent(j -> waiting.put(j.id(), j));
      }
    }
    if (failed > 0) {
      throw refused(failed, List.copyOf(waiting.values()));
    }
  }

  private long end() {
    return System.nanoTime() + patience.toNanos();
  }

  // Answers until when the next may wait.
  private long await(Job<?> stop, long end) {
    long awayUntil = end;
    while (true) {
      boolean late = System.nanoTime() - awayUntil > 0;
      try {
        stop.await(late ? Duration.ZERO : TURN);
        return awayUntil;
      } catch (ContainerException e) {
        if (e.code() != ErrorCode.TIMEOUT || stop.info().state().ended()) {
          throw e;
        }
        if (waitsFor(stop).isEmpty()) {
          awayUntil = end();
        } else if (late) {
          throw e;
        }
      }
    }
  }

  // The job that waits: the stop, or what it is queued behind.
  private Optional<JobInfo> waitsFor(Job<?> stop) {
    JobInfo info = stop.info();
    Optional<JobInfo> first =
        info.state() == JobState.QUEUED
            ? jobs.holder(info.target()).flatMap(jobs::find)
            : Optional.of(info);
    return first.filter(j -> j.state() == JobState.WAITING);
  }

  private static ContainerException refused(int failed, List<JobInfo> waiting) {
    if (waiting.isEmpty()) {
      return new ContainerException(
          ErrorCode.CANNOT_STOP, failed + " CTs did not stop; see 'ct job list'");
    }
    String named =
        waiting.stream()
            .limit(NAMED)
            .map(
                j -> "job " + j.id() + " (" + j.action() + " of " + j.target() + ") " + j.message())
            .collect(Collectors.joining("; "));
    String more = waiting.size() > NAMED ? "; and " + (waiting.size() - NAMED) + " more" : "";
    return new ContainerException(
        ErrorCode.CANNOT_STOP,
        failed + " CTs did not stop: " + named + more,
        "Bring back what they wait for, or give each up with 'ct job cancel "
            + waiting.get(0).id()
            + "', and release again.");
  }
}
