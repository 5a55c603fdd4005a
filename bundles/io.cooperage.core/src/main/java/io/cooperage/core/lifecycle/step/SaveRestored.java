package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** Saves the record of a restored CT whose disk is there: from here on the CT exists. */
record SaveRestored(EngineParts parts, Newcomers newcomers, NetworkPlug plug, ConsoleLogs consoles)
    implements Step {
  @Override
  public String name() {
    return "SaveRestored";
  }

  @Override
  public void run(StepContext context) {
    FoundBackup backup = context.held(FoundBackup.class).orElseThrow();
    // It was read anew since the job was accepted.
    HostReach.requireAllowed(
        backup, parts.catalog().view(backup.notes().kinds()), HostReach.allowed(context));
    LiveContainer live =
        new CopiedContainer(parts, newcomers, plug)
            .save(context, RestoreVolume.restored(context), backup.notes());
    parts.event("container.created", live, "was restored from backup " + backup.id());
  }

  @Override
  public void undo(StepContext context) {
    Disposal.forget(parts, consoles, RestoreVolume.restored(context));
  }
}
