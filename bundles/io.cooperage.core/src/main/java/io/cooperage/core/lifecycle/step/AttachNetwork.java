package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** Connects the CT while its init waits. */
record AttachNetwork(EngineParts parts, NetworkPlug plug) implements Step {
  @Override
  public String name() {
    return "AttachNetwork";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    plug.attach(live, live.record().parameters());
  }

  @Override
  public void undo(StepContext context) {
    plug.detach(parts.live(context));
  }
}
