package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Deletes the snapshots that earlier backups to the same place were written from. */
record KeepBackupSnapshot(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "KeepBackupSnapshot";
  }

  @Override
  public void run(StepContext context) {
    Volume volume = parts.volume(parts.live(context));
    BackupPlace place = TakeBackupSnapshot.place(context);
    UUID kept = TakeBackupSnapshot.backup(context);
    Set<UUID> older =
        parts.leases().call(Family.SNAPSHOTS, volume.kind(), s -> s.list(volume)).stream()
            .filter(s -> BackupNotes.isKeptFor(s, place))
            .map(StoredSnapshot::id)
            .filter(id -> !id.equals(kept))
            .collect(Collectors.toSet());
    if (!older.isEmpty()) {
      parts.leases().run(Family.SNAPSHOTS, volume.kind(), s -> s.delete(volume, older));
    }
  }
}
