package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobState;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import java.time.Duration;
import java.util.List;

/**
 * Stops every CT, all at once.
 *
 * @param patience with a stop whose provider is away; it goes on by itself later
 */
record StopAll(NodeContainers containers, Duration patience) implements Step {
  private static final Duration TURN = Duration.ofSeconds(1);

  StopAll(NodeContainers containers) {
    this(containers, Duration.ofSeconds(30));
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
    List<Job<?>> jobs = containers.stopAll();
    int failed = 0;
    for (int i = 0; i < jobs.size(); i++) {
      context.progress(100 * i / jobs.size(), i + " of " + jobs.size() + " CTs are down");
      try {
        await(jobs.get(i));
      } catch (ContainerException e) {
        failed++;
      }
    }
    if (failed > 0) {
      throw new ContainerException(
          ErrorCode.CANNOT_STOP, failed + " CTs did not stop; see 'ct job list'");
    }
  }

  private void await(Job<?> job) {
    long awayUntil = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        job.await(TURN);
        return;
      } catch (ContainerException e) {
        if (e.code() != ErrorCode.TIMEOUT || job.info().state().ended()) {
          throw e;
        }
        if (job.info().state() != JobState.WAITING) {
          awayUntil = System.nanoTime() + patience.toNanos();
        } else if (System.nanoTime() > awayUntil) {
          throw e;
        }
      }
    }
  }
}
