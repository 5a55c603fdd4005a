package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerState;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;

/** Sets passwords in a running CT, or on the disk of one that is down or just made. */
record SetPasswords(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "SetPasswords";
  }

  @Override
  public boolean effective(StepContext context) {
    return context.held(Secrets.class).isPresent();
  }

  @Override
  public void run(StepContext context) {
    context
        .held(Secrets.class)
        .ifPresent(
            secrets -> {
              LiveContainer live = parts.live(context);
              if (live.state() == ContainerState.RUNNING) {
                inRunning(live, secrets);
              } else {
                Volume volume = context.held(Volume.class).orElseGet(() -> parts.volume(live));
                onDisk(live, volume, secrets);
              }
            });
  }

  private void inRunning(LiveContainer live, Secrets secrets) {
    Sandbox sandbox = live.runtime().orElseThrow().sandbox();
    try (GuestFiles files =
        parts
            .leases()
            .call(Family.ISOLATION, sandbox.kind(), i -> i.files(sandbox, live.record().idMap()))) {
      parts.guest().passwords(files, secrets.passwords());
    }
  }

  private void onDisk(LiveContainer live, Volume volume, Secrets secrets) {
    try (MountedVolume mounted =
            parts
                .leases()
                .call(
                    Family.STORAGE,
                    volume.kind(),
                    s -> s.mount(volume, parts.mountRequest(live, false)));
        GuestFiles files =
            parts
                .leases()
                .call(
                    Family.ISOLATION,
                    live.kind(Family.ISOLATION.name()),
                    i -> i.files(mounted.root(), live.record().idMap()))) {
      parts.guest().passwords(files, secrets.passwords());
    } finally {
      parts.leases().run(Family.STORAGE, volume.kind(), s -> s.release(volume));
    }
  }

  @Override
  public void undo(StepContext context) {
    LiveContainer live = parts.live(context);
    if (live.state() == ContainerState.STOPPED) {
      live.record()
          .volume()
          .ifPresent(v -> parts.leases().run(Family.STORAGE, v.kind(), s -> s.release(v)));
    }
  }
}
