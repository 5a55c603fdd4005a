package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;

/** Removes the CT's record. */
record DeleteRecord(EngineParts parts, ConsoleLogs consoles) implements Step {
  @Override
  public String name() {
    return "DeleteRecord";
  }

  @Override
  public void run(StepContext context) {
    String display =
        parts.roster().find(context.container()).map(Object::toString).orElseGet(context::target);
    Disposal.forget(parts, consoles, context.container());
    parts
        .events()
        .publish("container.destroyed", context.target(), "CT " + display + " was destroyed");
  }
}
