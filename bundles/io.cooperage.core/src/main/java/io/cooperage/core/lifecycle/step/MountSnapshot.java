package io.cooperage.core.lifecycle.step;

import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.Volume;
import java.nio.file.Path;
import java.util.Optional;

/** Mounts a snapshot on the host, read-only. */
record MountSnapshot(EngineParts parts) implements Step {
  /** Journaled: the operator's place for it, or nothing. */
  static final String TARGET = "target";

  @Override
  public String name() {
    return "MountSnapshot";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    SnapshotPlace place = place(context);
    Volume volume = parts.volume(live);
    MountRequest request = new MountRequest(IdMap.PRIVILEGED, parts.image(live), true);
    place.make(Optional.of(context.value(TARGET)).filter(t -> !t.isEmpty()).map(Path::of));
    parts
        .leases()
        .call(
            Family.SNAPSHOTS,
            volume.kind(),
            s -> s.mountOnHost(volume, place.snapshot().uuid(), request, place.mounted()))
        .close();
    parts.event(
        "snapshot.mounted",
        live,
        "has snapshot " + place.snapshot() + " mounted at " + place.mounted());
  }

  private SnapshotPlace place(StepContext context) {
    SnapshotId id = SnapshotId.parse(context.value(TakeSnapshot.SNAPSHOT));
    return SnapshotPlace.of(parts.node().runFolder(), context.container(), id);
  }

  @Override
  public void undo(StepContext context) {
    SnapshotPlace place = place(context);
    Volume volume = parts.volume(parts.live(context));
    if (!place.present()) {
      return;
    }
    parts
        .leases()
        .run(
            Family.SNAPSHOTS,
            volume.kind(),
            s -> s.unmountOnHost(volume, place.snapshot().uuid(), place.mounted()));
    place.remove();
  }
}
