package io.cooperage.api.snapshot;

import java.util.Objects;
import java.util.UUID;

/** The identity of a snapshot: the GUID that ploop's DiskDescriptor.xml knows it by. */
public record SnapshotId(UUID uuid) implements Comparable<SnapshotId> {
  public SnapshotId {
    Objects.requireNonNull(uuid, "uuid");
  }

  public static SnapshotId random() {
    return new SnapshotId(UUID.randomUUID());
  }

  /**
   * Reads the 36-character form, bare or in braces as ploop writes it, in any case.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static SnapshotId parse(String text) {
    boolean braced = text.startsWith("{") && text.endsWith("}") && text.length() > 2;
    String bare = braced ? text.substring(1, text.length() - 1) : text;
    if (!bare.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw new IllegalArgumentException("'" + text + "' is not a UUID");
    }
    return new SnapshotId(UUID.fromString(bare));
  }

  @Override
  public int compareTo(SnapshotId other) {
    return uuid.compareTo(other.uuid);
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
