package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** Looks, now that the job holds the CT, whether it has a disk that is in a state to be copied. */
public record RequireWhole(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "RequireWhole";
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
   * Refuses a CT that is being made or broken.
   *
   * @throws ContainerException BROKEN_CONTAINER, BUSY
   */
  public static void check(LiveContainer live) {
    if (live.state() == ContainerState.BROKEN) {
      throw new ContainerException(
          ErrorCode.BROKEN_CONTAINER, "CT " + live + " is broken: " + live.detail());
    }
    if (live.record().volume().isEmpty()) {
      throw new ContainerException(ErrorCode.BUSY, "CT " + live + " is being made");
    }
  }
}
