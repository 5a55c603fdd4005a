package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** Looks, now that the job holds the CT, whether it still is what the change was planned for. */
record RequireRevision(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "RequireRevision";
  }

  @Override
  public boolean effective() {
    return false;
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    ChangePlan plan = ChangePlan.of(context);
    if (!plan.run().equals(ChangePlan.ANY_RUN) && !plan.run().equals(ChangePlan.run(live))) {
      throw new ContainerException(
          ErrorCode.CHANGED, "CT " + live + " was started or stopped meanwhile", "Try again.");
    }
    if (live.record().revision() != plan.revision()) {
      throw new ContainerException(
          ErrorCode.CHANGED, "CT " + live + " was changed by somebody else", "Try again.");
    }
  }
}
