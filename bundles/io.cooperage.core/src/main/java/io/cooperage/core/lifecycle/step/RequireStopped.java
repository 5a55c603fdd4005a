package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** Looks once more, now that the job holds the CT, whether it is down. */
public record RequireStopped(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "RequireStopped";
  }

  @Override
  public boolean effective() {
    return false;
  }

  @Override
  public void run(StepContext context) {
    check(parts.live(context));
  }

  /**
   * Refuses a CT that is not down.
   *
   * @throws ContainerException RUNNING, MOUNTED, BROKEN_CONTAINER
   */
  public static void check(LiveContainer live) {
    switch (live.state()) {
      case STOPPED -> {}
      case MOUNTED ->
          throw new ContainerException(
              ErrorCode.MOUNTED,
              "CT " + live + " is mounted for repair",
              "Unmount it with 'ct umount " + live + "'.");
      case BROKEN ->
          throw new ContainerException(
              ErrorCode.BROKEN_CONTAINER, "CT " + live + " is broken: " + live.detail());
      default ->
          throw new ContainerException(
              ErrorCode.RUNNING, "CT " + live + " runs", "Stop it with 'ct stop " + live + "'.");
    }
  }
}
