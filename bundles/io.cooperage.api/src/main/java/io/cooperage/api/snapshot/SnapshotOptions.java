package io.cooperage.api.snapshot;

import java.util.Objects;
import java.util.Optional;

/**
 * What a new snapshot shall be.
 *
 * @param id the wanted identity; empty for a new one
 * @param name at most 255 characters, may be empty
 * @param description at most 1,024 characters, may be empty
 * @param skipConfig whether the CT's parameters are not saved with it
 */
public record SnapshotOptions(
    Optional<SnapshotId> id, String name, String description, boolean skipConfig) {
  public SnapshotOptions {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
  }

  /** A snapshot of disk and parameters under that name. */
  public static SnapshotOptions named(String name) {
    return new SnapshotOptions(Optional.empty(), name, "", false);
  }
}
