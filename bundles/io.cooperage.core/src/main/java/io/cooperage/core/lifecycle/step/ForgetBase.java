package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Frees what is kept of a CT for the next backup to a place, which need not be there. */
record ForgetBase(EngineParts parts, BackupShelf shelf) implements Step {
  @Override
  public String name() {
    return "ForgetBase";
  }

  @Override
  public void run(StepContext context) {
    BackupPlace place = TakeBackupSnapshot.place(context);
    Volume volume = parts.volume(parts.live(context));
    Set<UUID> kept =
        parts.leases().call(Family.SNAPSHOTS, volume.kind(), s -> s.list(volume)).stream()
            .filter(s -> BackupNotes.isKeptFor(s, place))
            .map(StoredSnapshot::id)
            .collect(Collectors.toSet());
    if (!kept.isEmpty()) {
      parts.leases().run(Family.SNAPSHOTS, volume.kind(), s -> s.delete(volume, kept));
    }
    shelf.abandoned().forget(place.toString(), context.container());
  }
}
