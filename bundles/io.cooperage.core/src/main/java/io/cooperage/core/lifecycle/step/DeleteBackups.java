package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Deletes backups, and the snapshots that were kept for them. */
record DeleteBackups(EngineParts parts, BackupShelf shelf) implements Step {
  /** Journaled: ids, those that need others first, separated by blanks. */
  static final String BACKUPS = "backups";

  @Override
  public String name() {
    return "DeleteBackups";
  }

  static List<UUID> ids(StepContext context) {
    List<UUID> ids = new ArrayList<>();
    for (String id : context.value(BACKUPS).split(" ", -1)) {
      if (!id.isEmpty()) {
        ids.add(UUID.fromString(id));
      }
    }
    return ids;
  }

  @Override
  public void run(StepContext context) {
    BackupPlace place = TakeBackupSnapshot.place(context);
    ContainerId container = ContainerId.parse(context.value(VerifyBackups.CONTAINER));
    List<UUID> ids = ids(context);
    shelf.inTurn(
        place,
        container,
        () -> {
          for (UUID id : ids) {
            context.checkCancelled();
            shelf.delete(place, container, id);
          }
        });
    shelf.abandoned().reached(place.toString());
    Optional<Volume> volume =
        parts.roster().find(container).map(LiveContainer::record).flatMap(r -> r.volume());
    volume
        .filter(v -> parts.leases().find(Family.SNAPSHOTS, v.kind()).isPresent())
        .ifPresent(
            v -> parts.leases().run(Family.SNAPSHOTS, v.kind(), s -> s.delete(v, Set.copyOf(ids))));
  }
}
