package io.cooperage.core.lifecycle.step;

import io.cooperage.api.backup.Backup;
import io.cooperage.api.backup.BackupId;
import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.backup.StoredBackup;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A backup as it is found at its place.
 *
 * @param stored what its manifest says; empty if that cannot be read
 * @param problem why it cannot be used; empty if nothing is known against it
 */
public record FoundBackup(
    BackupPlace place,
    ContainerId container,
    UUID id,
    Optional<StoredBackup> stored,
    String problem) {
  FoundBackup(BackupPlace place, StoredBackup backup) {
    this(place, backup.volume().container(), backup.id(), Optional.of(backup), "");
  }

  FoundBackup withProblem(String text) {
    return new FoundBackup(place, container, id, stored, text);
  }

  /** When it was begun. */
  public Instant createdAt() {
    return stored.map(StoredBackup::createdAt).orElse(Instant.EPOCH);
  }

  /** The backup that it holds the differences to; empty for a full one. */
  public Optional<UUID> parent() {
    return stored.flatMap(StoredBackup::parent);
  }

  /** Whether it holds the differences to that one. */
  public boolean needs(UUID other) {
    return parent().filter(other::equals).isPresent();
  }

  /** What is noted with it. */
  public BackupNotes notes() {
    return BackupNotes.of(stored.map(StoredBackup::notes).orElse(Map.of()));
  }

  /** As fronts show it. */
  public Backup shown() {
    BackupNotes notes = notes();
    return new Backup(
        new BackupId(id),
        parent().map(BackupId::new),
        container,
        notes.ctid(),
        notes.name(),
        notes.note(),
        createdAt(),
        stored.map(StoredBackup::size).orElse(0L),
        stored.map(StoredBackup::stored).orElse(0L),
        place.toString(),
        problem);
  }
}
