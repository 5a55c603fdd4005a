package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.isolation.Sandbox;

/** Lets init run. */
record OpenGate(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "OpenGate";
  }

  @Override
  public void run(StepContext context) {
    Sandbox sandbox = parts.live(context).runtime().orElseThrow().sandbox();
    parts.leases().run(Family.ISOLATION, sandbox.kind(), i -> i.openGate(sandbox));
  }
}
