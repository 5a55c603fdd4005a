package io.cooperage.core.lifecycle.step;

import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.Map;
import java.util.Optional;

/** Saves what was changed: the record, then what the running CT has. */
record SaveChange(EngineParts parts, NetworkPlug plug, ApplyStorage storage) implements Step {
  @Override
  public String name() {
    return "SaveChange";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    ChangePlan plan = ChangePlan.of(context);
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
    if (plan.live()) {
      RuntimeRecord r = live.runtime().orElseThrow();
      parts
          .keeper()
          .saveRuntime(
              live,
              new RuntimeRecord(
                  r.id(), r.sandbox(), r.attachments(), plan.applied(), r.startedAt()));
    }
    parts
        .events()
        .publish(
            "container.changed",
            context.target(),
            "CT " + live + " was changed: " + String.join(", ", plan.changed()),
            Map.of("parameters", String.join(",", plan.changed())));
  }
}
