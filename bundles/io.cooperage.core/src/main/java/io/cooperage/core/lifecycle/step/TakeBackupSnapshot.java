package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Volume;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Takes the snapshot that a backup is written from and that the next one is compared with. */
record TakeBackupSnapshot(EngineParts parts) implements Step {
  /** Journaled: the id of the backup and of its snapshot. */
  static final String BACKUP = "backup";

  /** Journaled: where the backup is kept. */
  static final String PLACE = "place";

  @Override
  public String name() {
    return "TakeBackupSnapshot";
  }

  static UUID backup(StepContext context) {
    return UUID.fromString(context.value(BACKUP));
  }

  static BackupPlace place(StepContext context) {
    return BackupPlace.parse(context.value(PLACE));
  }

  @Override
  public void run(StepContext context) {
    Volume volume = parts.volume(parts.live(context));
    Map<String, String> notes = Map.of(BackupNotes.KEPT_FOR, context.value(PLACE));
    SnapshotDraft draft = new SnapshotDraft(backup(context), notes, false);
    parts.leases().run(Family.SNAPSHOTS, volume.kind(), s -> s.take(volume, draft));
  }

  @Override
  public void undo(StepContext context) {
    Volume volume = parts.volume(parts.live(context));
    Set<UUID> ids = Set.of(backup(context));
    parts.leases().run(Family.SNAPSHOTS, volume.kind(), s -> s.delete(volume, ids));
  }
}
