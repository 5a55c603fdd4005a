package io.cooperage.api.backup;

import java.util.Objects;
import java.util.UUID;

/** The identity of a backup. */
public record BackupId(UUID uuid) implements Comparable<BackupId> {
  public BackupId {
    Objects.requireNonNull(uuid, "uuid");
  }

  public static BackupId random() {
    return new BackupId(UUID.randomUUID());
  }

  /**
   * Reads the canonical 36-character form.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static BackupId parse(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equals(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a canonical UUID");
    }
    return new BackupId(uuid);
  }

  @Override
  public int compareTo(BackupId other) {
    return uuid.compareTo(other.uuid);
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
