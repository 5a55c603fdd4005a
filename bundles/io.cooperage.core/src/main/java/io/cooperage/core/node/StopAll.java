package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import java.util.List;

/** Stops every CT, all at once. */
record StopAll(NodeContainers containers) implements Step {
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
        jobs.get(i).await();
      } catch (ContainerException e) {
        failed++;
      }
    }
    if (failed > 0) {
      throw new ContainerException(
          ErrorCode.CANNOT_STOP, failed + " CTs did not stop; see 'ct job list'");
    }
  }
}
