package io.cooperage.spi.backup;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A backup to be written.
 *
 * @param id of the backup, and of the snapshot of the volume that it is written from
 * @param parent the backup that it holds the differences to, whose snapshot is there still; empty
 *     for a full one
 * @param notes texts to be kept with it, told again by {@link StoredBackup#notes}
 */
public record BackupDraft(
    UUID id, Optional<StoredBackup> parent, Instant createdAt, Map<String, String> notes) {
  public BackupDraft {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(parent, "parent");
    Objects.requireNonNull(createdAt, "createdAt");
    notes = Map.copyOf(notes);
  }
}
