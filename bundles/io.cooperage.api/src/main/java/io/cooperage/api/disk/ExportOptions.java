package io.cooperage.api.disk;

import io.cooperage.api.snapshot.SnapshotId;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a disk shall be exported.
 *
 * @param file a new file on the host, by its absolute path
 * @param format a word of the storage's, as "raw" or "qcow2"
 * @param snapshot of which the content is; empty for the disk as it is now
 */
public record ExportOptions(Path file, String format, Optional<SnapshotId> snapshot) {
  public ExportOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(snapshot, "snapshot");
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException("'" + file + "' is not an absolute path");
    }
  }
}
