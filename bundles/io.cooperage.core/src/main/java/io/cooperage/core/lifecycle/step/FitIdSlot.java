package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** Gives a CT that is down as many ids as its features need. There is nothing to undo. */
record FitIdSlot(EngineParts parts, Newcomers newcomers) implements Step {
  @Override
  public String name() {
    return "FitIdSlot";
  }

  /** The record changes at once or not at all, and either is right for a CT that is down. */
  @Override
  public boolean effective() {
    return false;
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    newcomers.widen(live, parts.needs(live).slots(), parts.keeper());
  }
}
