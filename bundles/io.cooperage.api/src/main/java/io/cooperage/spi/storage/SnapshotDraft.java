package io.cooperage.spi.storage;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A snapshot to be taken.
 *
 * @param notes texts to be kept with it, told again by {@link StoredSnapshot#notes}
 * @param temporary whether it goes at the next start of the daemon
 */
public record SnapshotDraft(UUID id, Map<String, String> notes, boolean temporary) {
  public SnapshotDraft {
    Objects.requireNonNull(id, "id");
    notes = Map.copyOf(notes);
  }
}
