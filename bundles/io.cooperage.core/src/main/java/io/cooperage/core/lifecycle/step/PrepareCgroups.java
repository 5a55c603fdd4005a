package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;

/** Makes the CT's groups. */
record PrepareCgroups(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "PrepareCgroups";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    parts.leases().run(Family.CGROUP, "", c -> c.create(live.id(), live.record().idMap()));
  }

  @Override
  public void undo(StepContext context) {
    parts.leases().run(Family.CGROUP, "", c -> c.remove(context.container()));
  }
}
