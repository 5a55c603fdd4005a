package io.cooperage.spi.backup;

import io.cooperage.spi.storage.Volume;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A backup that is whole, as its manifest says.
 *
 * @param parent the backup that it holds the differences to; empty for a full one
 * @param parentDigest digest of the parent's manifest; empty for a full one
 * @param volume the disk as it was
 * @param size bytes of the disk
 * @param stored bytes of the backup's own files
 * @param digest SHA-256 of its manifest, in hexadecimal
 * @param notes what the draft said
 */
public record StoredBackup(
    UUID id,
    Optional<UUID> parent,
    Optional<String> parentDigest,
    Instant createdAt,
    Volume volume,
    long size,
    long stored,
    String digest,
    Map<String, String> notes) {
  public StoredBackup {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(parent, "parent");
    Objects.requireNonNull(parentDigest, "parentDigest");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(volume, "volume");
    notes = Map.copyOf(notes);
  }
}
