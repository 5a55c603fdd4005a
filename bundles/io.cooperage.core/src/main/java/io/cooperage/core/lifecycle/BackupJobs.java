package io.cooperage.core.lifecycle;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupCheck;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupOptions.Form;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.BackupNotes;
import io.cooperage.core.lifecycle.step.BackupPlace;
import io.cooperage.core.lifecycle.step.BackupRecipes;
import io.cooperage.core.lifecycle.step.BackupShelf;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.FoundBackup;
import io.cooperage.core.lifecycle.step.RequireWhole;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes, lists, verifies and deletes backups. */
final class BackupJobs {
  private final EngineParts parts;
  private final BackupRecipes recipes;
  private final BackupShelf shelf;

  BackupJobs(EngineParts parts, BackupRecipes recipes, BackupShelf shelf) {
    this.parts = parts;
    this.recipes = recipes;
    this.shelf = shelf;
  }

  BackupPlace place(Optional<String> location) {
    return BackupPlace.of(location, parts.node().stateFolder());
  }

  Job<Backup> backup(LiveContainer live, BackupOptions options) {
    RequireWhole.check(live);
    SnapshotSupport.require(parts.leases(), Family.SNAPSHOTS, live);
    SnapshotSupport.require(parts.leases(), Family.BACKUPS, live);
    Texts.requireDescription(options.description());
    BackupPlace place = place(options.location());
    shelf.prepare(place);
    Set<UUID> bases = bases(live, place);
    Optional<UUID> parent =
        options.form() == Form.FULL ? Optional.empty() : parent(live, place, bases);
    if (options.form() == Form.INCREMENTAL && parent.isEmpty()) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_BACKUP,
          "there is no backup of CT " + live + " at " + place + " that one could go on from",
          "Make a full one with 'ct backup " + live + " --full'.");
    }
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.backup(),
                live.id().toString(),
                BackupRecipes.values(place, UUID.randomUUID(), parent, options.description()),
                c -> BackupRecipes.made(c).map(FoundBackup::shown)));
  }

  // A disk that cannot be read tells so here, before there is anything to undo.
  private Set<UUID> bases(LiveContainer live, BackupPlace place) {
    Volume volume = live.record().volume().orElseThrow();
    return parts.leases().call(Family.SNAPSHOTS, volume.kind(), s -> s.list(volume)).stream()
        .filter(s -> BackupNotes.isKeptFor(s, place))
        .map(StoredSnapshot::id)
        .collect(Collectors.toSet());
  }

  // Only while the snapshot of a backup exists does the pool tell what has changed since.
  private Optional<UUID> parent(LiveContainer live, BackupPlace place, Set<UUID> bases) {
    if (bases.isEmpty()) {
      return Optional.empty();
    }
    return shelf.all(place, live.id()).stream()
        .filter(b -> b.problem().isEmpty() && bases.contains(b.id()))
        .reduce((older, newer) -> newer)
        .map(FoundBackup::id);
  }

  List<Backup> list(Optional<ContainerRef> ref, Optional<String> location) {
    BackupPlace place = place(location);
    List<ContainerId> containers =
        ref.map(r -> List.of(container(r, place))).orElseGet(() -> shelf.containers(place));
    return containers.stream()
        .flatMap(c -> shelf.all(place, c).stream())
        .map(FoundBackup::shown)
        .toList();
  }

  /**
   * Whose backups are meant: those of a CT that is there, else of one that was.
   *
   * @throws ContainerException NO_SUCH_CONTAINER
   */
  ContainerId container(ContainerRef ref, BackupPlace place) {
    return parts
        .roster()
        .find(ref)
        .map(LiveContainer::id)
        .or(
            () ->
                shelf.containers(place).stream()
                    .filter(c -> isOf(ref, c) || wasCalled(ref, place, c))
                    .findFirst())
        .orElseGet(() -> parts.roster().need(ref).id());
  }

  private static boolean isOf(ContainerRef ref, ContainerId container) {
    return ref.toString().equals(container.toString());
  }

  private boolean wasCalled(ContainerRef ref, BackupPlace place, ContainerId container) {
    List<FoundBackup> all = shelf.all(place, container);
    if (all.isEmpty() || parts.roster().find(container).isPresent()) {
      return false;
    }
    BackupNotes notes = all.get(all.size() - 1).notes();
    return ref.toString().equals(notes.ctid()) || ref.toString().equals(notes.name());
  }

  List<FoundBackup> all(BackupPlace place, ContainerId container) {
    return shelf.all(place, container);
  }

  Job<List<BackupCheck>> verify(
      ContainerRef ref, Optional<BackupId> backup, Optional<String> location) {
    BackupPlace place = place(location);
    ContainerId container = container(ref, place);
    List<FoundBackup> all = shelf.all(place, container);
    List<UUID> wanted =
        backup.map(b -> withParents(all, BackupShelf.need(all, b.uuid()))).orElse(List.of());
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.verify(),
                "",
                BackupRecipes.values(place, container, wanted),
                BackupRecipes::checks));
  }

  private static List<UUID> withParents(List<FoundBackup> all, FoundBackup backup) {
    if (backup.problem().isEmpty()) {
      return BackupShelf.chain(all, backup.id()).stream().map(FoundBackup::id).toList();
    }
    return List.of(backup.id());
  }

  Job<Void> delete(ContainerRef ref, BackupId backup, Optional<String> location) {
    BackupPlace place = place(location);
    ContainerId container = container(ref, place);
    List<FoundBackup> all = shelf.all(place, container);
    FoundBackup gone = BackupShelf.need(all, backup.uuid());
    List<UUID> children = new ArrayList<>();
    for (FoundBackup b : all) {
      if (b.needs(gone.id())) {
        children.add(b.id());
      }
    }
    if (!children.isEmpty()) {
      throw new ContainerException(
          ErrorCode.IN_USE,
          "backup " + backup + " is needed by " + children.get(0),
          "Delete first what goes on from it.");
    }
    return remove(place, container, List.of(gone.id()));
  }

  /** Deletes backups, those that need others first. */
  Job<Void> remove(BackupPlace place, ContainerId container, List<UUID> ids) {
    return parts
        .jobs()
        .submit(
            JobRequest.of(
                recipes.delete(),
                parts.roster().find(container).map(live -> live.id().toString()).orElse(""),
                BackupRecipes.values(place, container, ids),
                c -> Optional.empty()));
  }
}
