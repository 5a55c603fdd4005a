package io.cooperage.core.lifecycle.step;

import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Volume;
import java.util.Set;

/** Takes a snapshot of the disk, with the parameters of this moment. */
record TakeSnapshot(EngineParts parts) implements Step {
  /** Journaled: the snapshot's id. */
  static final String SNAPSHOT = "snapshot";

  static final String NAME = "name";
  static final String DESCRIPTION = "description";

  /** Journaled: "yes" if the parameters come back with it. */
  static final String CONFIG = "config";

  @Override
  public String name() {
    return "TakeSnapshot";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Volume volume = parts.volume(live);
    SnapshotId id = SnapshotId.parse(context.value(SNAPSHOT));
    SnapshotNotes notes =
        new SnapshotNotes(
            context.value(NAME),
            context.value(DESCRIPTION),
            context.createdAt(),
            context.value(CONFIG).equals("yes"),
            live.record().parameters());
    SnapshotDraft draft = new SnapshotDraft(id.uuid(), notes.texts(), false);
    parts.leases().run(Family.SNAPSHOTS, volume.kind(), s -> s.take(volume, draft));
    parts.event("snapshot.taken", live, "has snapshot " + id + " now");
  }

  @Override
  public void undo(StepContext context) {
    Volume volume = parts.volume(parts.live(context));
    SnapshotId id = SnapshotId.parse(context.value(SNAPSHOT));
    parts.leases().run(Family.SNAPSHOTS, volume.kind(), s -> s.delete(volume, Set.of(id.uuid())));
  }
}
