package io.cooperage.core.lifecycle.step;

import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** Deletes snapshots, all of them in one step of the disk. */
record DeleteSnapshots(EngineParts parts) implements Step {
  /** Journaled: ids, separated by blanks. */
  static final String SNAPSHOTS = "snapshots";

  @Override
  public String name() {
    return "DeleteSnapshots";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Volume volume = parts.volume(live);
    Set<UUID> ids = new LinkedHashSet<>();
    for (String id : context.value(SNAPSHOTS).split(" ", -1)) {
      ids.add(SnapshotId.parse(id).uuid());
    }
    parts.leases().run(Family.SNAPSHOTS, volume.kind(), s -> s.delete(volume, ids));
    parts.event(
        "snapshot.deleted", live, "has no snapshot " + context.value(SNAPSHOTS) + " any more");
  }
}
