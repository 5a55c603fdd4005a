package io.cooperage.spi.storage;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A snapshot that is there.
 *
 * @param parent empty for a first one
 * @param current whether the volume grows from it now
 * @param size bytes that the disk had
 * @param allocated bytes of its image, shared ones included
 * @param notes what the draft said; empty if that cannot be read
 */
public record StoredSnapshot(
    UUID id,
    Optional<UUID> parent,
    boolean current,
    boolean temporary,
    long size,
    long allocated,
    Map<String, String> notes) {
  public StoredSnapshot {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(parent, "parent");
    notes = Map.copyOf(notes);
  }
}
