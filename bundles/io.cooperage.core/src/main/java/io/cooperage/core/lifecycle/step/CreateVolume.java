package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;

/** Makes the disk. */
record CreateVolume(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "CreateVolume";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    VolumeRequest request = parts.volumeRequest(live, parts.image(live));
    Volume volume =
        parts
            .leases()
            .work(
                Family.STORAGE,
                live.kind(Family.STORAGE.name()),
                context,
                (s, progress) -> s.create(request, progress));
    context.hold(Volume.class, volume);
  }

  @Override
  public void undo(StepContext context) {
    Disposal.destroyVolume(parts, context.container());
  }
}
