package io.cooperage.api.backup;

import io.cooperage.api.container.ContainerId;
import java.time.Instant;
import java.util.Optional;

/**
 * A backup of a CT.
 *
 * @param parent the backup that it holds the differences to; empty for a full one
 * @param container the CT that it was made of
 * @param ctid the number that the CT had; empty if that is not known
 * @param name that the CT had; empty if none
 * @param size bytes of the disk
 * @param stored bytes of the backup's own files
 * @param location where it is kept, as "file:/srv/backup"
 * @param problem why it cannot be used; empty if nothing is known against it
 */
public record Backup(
    BackupId id,
    Optional<BackupId> parent,
    ContainerId container,
    String ctid,
    String name,
    String description,
    Instant createdAt,
    long size,
    long stored,
    String location,
    String problem) {
  /** Whether it is complete by itself. */
  public boolean full() {
    return parent.isEmpty();
  }
}
