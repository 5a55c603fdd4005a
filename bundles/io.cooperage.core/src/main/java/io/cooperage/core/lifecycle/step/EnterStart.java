package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerState;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Measured;

/** Takes a stopped CT into its start; the undo is the very end of each stop. */
record EnterStart(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "EnterStart";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    live.expectExit();
    live.state(ContainerState.STARTING);
  }

  @Override
  public void undo(StepContext context) {
    LiveContainer live = parts.live(context);
    parts.keeper().deleteRuntime(live);
    live.sample(Measured.NOTHING);
    if (live.state() != ContainerState.STOPPED && live.state() != ContainerState.MOUNTED) {
      live.state(ContainerState.STOPPED);
    }
  }
}
