package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;

/** Removes the CT's disk; there is no way back. */
record DestroyVolume(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "DestroyVolume";
  }

  @Override
  public void run(StepContext context) {
    Disposal.destroyVolume(parts, context.container());
  }
}
