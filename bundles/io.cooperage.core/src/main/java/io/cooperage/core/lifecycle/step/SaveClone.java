package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** Saves the record of a clone whose disk is there: from here on the CT exists. */
record SaveClone(EngineParts parts, Newcomers newcomers, NetworkPlug plug, ConsoleLogs consoles)
    implements Step {
  @Override
  public String name() {
    return "SaveClone";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer source = parts.live(context);
    LiveContainer live =
        new CopiedContainer(parts, newcomers, plug)
            .save(context, CloneVolume.clone(context), BackupNotes.of(source.record(), ""));
    parts.event("container.created", live, "was made from CT " + source);
  }

  @Override
  public void undo(StepContext context) {
    Disposal.forget(parts, consoles, CloneVolume.clone(context));
  }
}
