package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;

/** Attaches and mounts the CT's disk. */
record MountRoot(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "MountRoot";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Volume volume = parts.volume(live);
    // Again, for the engine's own starts, and for a create before it the first word is too old.
    parts.expectLaunch();
    MountRequest request =
        new MountRequest(
            live.record().idMap(), parts.image(live), false, parts.needs(live).folders());
    MountedVolume mounted =
        parts.leases().call(Family.STORAGE, volume.kind(), s -> s.mount(volume, request));
    context.hold(MountedVolume.class, mounted);
  }

  @Override
  public void undo(StepContext context) {
    context.take(MountedVolume.class).ifPresent(MountedVolume::close);
    LiveContainer live = parts.live(context);
    live.record()
        .volume()
        .ifPresent(v -> parts.leases().run(Family.STORAGE, v.kind(), s -> s.release(v)));
  }
}
