package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;

/** Looks, now that the job holds the CT, whether none of its snapshots is mounted. */
record RequireUnviewed(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "RequireUnviewed";
  }

  @Override
  public boolean effective() {
    return false;
  }

  @Override
  public void run(StepContext context) {
    String ct = parts.roster().find(context.container()).map(Object::toString).orElse("");
    SnapshotPlace.requireNone(parts.node().runFolder(), context.container(), ct);
  }
}
