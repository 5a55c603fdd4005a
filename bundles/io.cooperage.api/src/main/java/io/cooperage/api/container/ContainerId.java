package io.cooperage.api.container;

import java.util.Objects;
import java.util.UUID;

/** The identity of a CT: on disk, in cgroups, journals and locks. */
public record ContainerId(UUID uuid) implements Comparable<ContainerId> {
  public ContainerId {
    Objects.requireNonNull(uuid, "uuid");
  }

  public static ContainerId random() {
    return new ContainerId(UUID.randomUUID());
  }

  /**
   * Reads the canonical 36-character form.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static ContainerId parse(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equals(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a canonical UUID");
    }
    return new ContainerId(uuid);
  }

  @Override
  public int compareTo(ContainerId other) {
    return uuid.compareTo(other.uuid);
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
