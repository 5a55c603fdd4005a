package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.BackupBase;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.BackupNotes;
import io.cooperage.core.lifecycle.step.BackupPlace;
import io.cooperage.core.lifecycle.step.BackupRecipes;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells of and frees what the pool keeps of a CT for its next backups; no target is asked. */
record BackupBases(EngineParts parts, BackupRecipes recipes) {
  List<BackupBase> list(LiveContainer live) {
    SnapshotSupport.require(parts.leases(), Family.SNAPSHOTS, live);
    return live.record().volume().stream()
        .flatMap(v -> kept(v).stream())
        .map(
            s ->
                new BackupBase(
                    shown(s.notes().get(BackupNotes.KEPT_FOR)),
                    new BackupId(s.id()),
                    s.allocated()))
        .sorted(Comparator.comparing(BackupBase::location).thenComparing(BackupBase::backup))
        .toList();
  }

  private List<StoredSnapshot> kept(Volume volume) {
    return parts.leases().call(Family.SNAPSHOTS, volume.kind(), s -> s.list(volume)).stream()
        .filter(s -> s.notes().containsKey(BackupNotes.KEPT_FOR))
        .toList();
  }

  // An older daemon may have stored another way to write it.
  private static String shown(String stored) {
    try {
      return BackupPlace.parse(stored).toString();
    } catch (ContainerException e) {
      return stored;
    }
  }

  Job<Void> forget(LiveContainer live, BackupPlace place) {
    List<String> places = list(live).stream().map(BackupBase::location).distinct().toList();
    if (!places.contains(place.toString())) {
      String others =
          places.isEmpty()
              ? "Nothing is kept for any place."
              : places.stream().collect(Collectors.joining(", ", "It is for ", "."));
      throw new ContainerException(
          ErrorCode.NO_SUCH_BACKUP,
          "nothing of CT " + live + " is kept for backups to " + place,
          others);
    }
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.forget(),
                live.id().toString(),
                BackupRecipes.values(place),
                c -> Optional.empty()));
  }
}
