package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.backup.AbandonedBackups;
import io.cooperage.core.backup.TargetTurns;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.BackupTarget;
import io.cooperage.spi.backup.Backups;
import io.cooperage.spi.backup.StoredBackup;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds backups where they are kept. Safe for any thread.
 *
 * @param abandoned those that nobody shall find any more
 * @param turns of those who change what a place keeps
 */
public record BackupShelf(Leases leases, AbandonedBackups abandoned, TargetTurns turns) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String UNKNOWN = "it has no manifest that anybody here can read";

  /** What is the state of the target or of the caller, not of one backup. */
  private static final Set<ErrorCode> ENDING =
      Set.of(ErrorCode.WAITING, ErrorCode.TIMEOUT, ErrorCode.CANCELLED);

  private <R> R at(BackupPlace place, Function<BackupTarget, R> body) {
    return leases.call(Family.BACKUP_TARGET, place.kind(), body);
  }

  /** Makes sure that backups can be kept there. */
  public void prepare(BackupPlace place) {
    leases.run(Family.BACKUP_TARGET, place.kind(), t -> t.prepare(place.place()));
  }

  /** The CTs that have backups at a place. */
  public List<ContainerId> containers(BackupPlace place) {
    return at(place, t -> t.containers(place.place()));
  }

  /** The files of a backup; they fail with PROVIDER once the target has left. */
  BackupFiles files(BackupPlace place, ContainerId container, UUID id) {
    Offer<BackupTarget> target = leases.need(Family.BACKUP_TARGET, place.kind());
    return new LeasedFiles(target, place, target.call(t -> t.files(place.place(), container, id)));
  }

  /** While the work is done nobody else changes what the place keeps of the CT. */
  void inTurn(BackupPlace place, ContainerId container, Runnable work) {
    turns.inTurn(place.toString(), container, PATIENCE, work);
  }

  /** Deletes a backup. The caller has the turn. */
  public void delete(BackupPlace place, ContainerId container, UUID id) {
    leases.run(Family.BACKUP_TARGET, place.kind(), t -> t.delete(place.place(), container, id));
  }

  /** The ids of all that a place has of a CT, also of those that were not finished. */
  public List<UUID> ids(BackupPlace place, ContainerId container) {
    return at(place, t -> t.backups(place.place(), container));
  }

  /** All of a CT, oldest first; those that were not finished or were given up are passed over. */
  public List<FoundBackup> all(BackupPlace place, ContainerId container) {
    Map<UUID, FoundBackup> found = new HashMap<>();
    List<UUID> hidden = abandoned.of(place.toString(), container);
    for (UUID id : ids(place, container)) {
      if (!hidden.contains(id)) {
        read(place, container, id).ifPresent(b -> found.put(id, b));
      }
    }
    return found.values().stream()
        .map(b -> b.problem().isEmpty() ? b.withProblem(missing(found, b)) : b)
        .sorted(Comparator.comparing(FoundBackup::createdAt).thenComparing(FoundBackup::id))
        .toList();
  }

  private Optional<FoundBackup> read(BackupPlace place, ContainerId container, UUID id) {
    BackupFiles files = files(place, container, id);
    try {
      List<Offer<Backups>> offers = leases.offers(Family.BACKUPS);
      for (Offer<Backups> offer : offers) {
        Optional<StoredBackup> stored = offer.call(b -> b.read(files));
        if (stored.isPresent()) {
          return stored.map(s -> found(place, container, id, s));
        }
      }
      boolean unfinished = offers.stream().anyMatch(o -> o.call(b -> b.unfinished(files)));
      return unfinished ? Optional.empty() : Optional.of(unread(place, container, id, UNKNOWN));
    } catch (ContainerException e) {
      if (ENDING.contains(e.code())) {
        throw e;
      }
      return Optional.of(unread(place, container, id, e.getMessage()));
    }
  }

  private static FoundBackup unread(
      BackupPlace place, ContainerId container, UUID id, String problem) {
    return new FoundBackup(place, container, id, Optional.empty(), problem);
  }

  private static FoundBackup found(
      BackupPlace place, ContainerId container, UUID id, StoredBackup stored) {
    if (stored.id().equals(id) && stored.volume().container().equals(container)) {
      return new FoundBackup(place, stored);
    }
    String problem = "it is backup " + stored.id() + " of " + stored.volume().container();
    return unread(place, container, id, problem);
  }

  // A parent that is there may lack its own.
  private static String missing(Map<UUID, FoundBackup> found, FoundBackup backup) {
    FoundBackup at = backup;
    for (int links = 0; at.parent().isPresent(); links++) {
      FoundBackup parent = found.get(at.parent().get());
      if (parent == null || links > found.size()) {
        return "it needs backup " + at.parent().get() + ", which is missing";
      }
      if (!parent.problem().isEmpty()) {
        return "it needs backup " + parent.id() + ": " + parent.problem();
      }
      if (!at.stored().flatMap(StoredBackup::parentDigest).equals(digest(parent))) {
        return "it needs backup " + parent.id() + ", which is another one now";
      }
      at = parent;
    }
    return "";
  }

  private static Optional<String> digest(FoundBackup backup) {
    return backup.stored().map(StoredBackup::digest);
  }

  /**
   * One of a CT's.
   *
   * @throws ContainerException NO_SUCH_BACKUP
   */
  public static FoundBackup need(List<FoundBackup> all, UUID id) {
    return all.stream()
        .filter(b -> b.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_BACKUP,
                    "there is no backup " + id,
                    "'ct backup-list' shows those that are there; name their place with --target."));
  }

  /**
   * A backup and all that it needs, the full one first.
   *
   * @throws ContainerException NO_SUCH_BACKUP, BROKEN_BACKUP if one is missing or damaged
   */
  public static List<FoundBackup> chain(List<FoundBackup> all, UUID id) {
    FoundBackup last = need(all, id);
    if (!last.problem().isEmpty()) {
      throw new ContainerException(
          ErrorCode.BROKEN_BACKUP,
          "backup " + id + " cannot be used: " + last.problem(),
          "'ct backup-list' shows others.");
    }
    ArrayDeque<FoundBackup> chain = new ArrayDeque<>(List.of(last));
    while (chain.getFirst().parent().isPresent()) {
      chain.addFirst(need(all, chain.getFirst().parent().get()));
    }
    return new ArrayList<>(chain);
  }

  /** The files of a chain. */
  List<BackupFiles> files(List<FoundBackup> chain) {
    return chain.stream().map(b -> files(b.place(), b.container(), b.id())).toList();
  }
}
