package io.cooperage.core.lifecycle.step;

import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves what was changed: what the running CT has, and as the last thing the record. What fails
 * before that is undone with the rest of the change.
 */
record SaveChange(EngineParts parts, NetworkPlug plug, ApplyStorage storage) implements Step {
  @Override
  public String name() {
    return "SaveChange";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    ChangePlan plan = ChangePlan.of(context);
    if (plan.live()) {
      live.runtime().map(r -> applied(r, plan.applied())).ifPresent(r -> save(live, r));
    }
    if (plan.save()) {
      Optional<Volume> volume = storage.changed(context);
      parts
          .keeper()
          .update(
              live,
              r ->
                  r.parameters(plan.stored())
                      .mounts(
                          GuestSettings.mounts(plan.stored(), live.record().idMap().privileged()))
                      .volume(volume.isPresent() ? volume : live.record().volume()));
      plug.refreshAddresses(live);
    }
    parts
        .events()
        .publish(
            "container.changed",
            context.target(),
            "CT " + live + " was changed: " + String.join(", ", plan.changed()),
            Map.of("parameters", String.join(",", plan.changed())));
  }

  private void save(LiveContainer live, RuntimeRecord runtime) {
    parts.keeper().saveRuntime(live, runtime);
  }

  private static RuntimeRecord applied(RuntimeRecord r, Map<String, List<String>> texts) {
    return new RuntimeRecord(r.id(), r.sandbox(), r.attachments(), texts, r.startedAt());
  }

  // In memory first: the undo of the earlier steps, drift and 'ct show' go by that, also when the
  // store still fails. A save that failed may have reached the disk, so the old record is written
  // again.
  @Override
  public void undo(StepContext context) {
    LiveContainer live = parts.live(context);
    ChangePlan plan = ChangePlan.of(context);
    try {
      if (plan.live() && live.runtime().isPresent()) {
        RuntimeRecord old = applied(live.runtime().get(), plan.appliedBefore());
        live.runtime(Optional.of(old));
        save(live, old);
      }
    } finally {
      if (plan.save()) {
        parts.keeper().save(live.record());
      }
    }
  }
}
