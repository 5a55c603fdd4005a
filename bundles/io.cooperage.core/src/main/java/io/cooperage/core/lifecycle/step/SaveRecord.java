package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import java.util.Optional;

/** Saves the record with its disk: from here on the CT exists. */
record SaveRecord(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "SaveRecord";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Volume volume = context.held(Volume.class).orElseThrow();
    parts.keeper().update(live, r -> r.volume(Optional.of(volume)));
    parts.admission().settle(live.id());
    parts.event("container.created", live, "was created");
  }
}
