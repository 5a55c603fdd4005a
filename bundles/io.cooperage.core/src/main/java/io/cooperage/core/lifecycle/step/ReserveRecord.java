package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;

/**
 * Saves the new CT's record without a disk. On disk that alone says that the CT is in the making:
 * what is found so after a power cut is undone.
 */
record ReserveRecord(EngineParts parts, ConsoleLogs consoles) implements Step {
  @Override
  public String name() {
    return "ReserveRecord";
  }

  @Override
  public void run(StepContext context) {
    parts.keeper().save(parts.live(context).record());
  }

  @Override
  public void undo(StepContext context) {
    Disposal.forget(parts, consoles, context.container());
  }
}
