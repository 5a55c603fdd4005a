package io.cooperage.api.backup;

import java.util.Objects;
import java.util.Optional;

/**
 * What a new backup shall be.
 *
 * @param location where it is kept: an absolute path, or KIND:PLACE for a target of that kind;
 *     empty for the node's own
 * @param description at most 1,024 characters, may be empty
 */
public record BackupOptions(Form form, Optional<String> location, String description) {
  public BackupOptions {
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(description, "description");
  }

  /** How much is written. */
  public enum Form {
    /** The differences to the last one where that can be, else everything. */
    ANY,
    /** Everything. */
    FULL,
    /** The differences to the last one; refused where that cannot be. */
    INCREMENTAL
  }
}
