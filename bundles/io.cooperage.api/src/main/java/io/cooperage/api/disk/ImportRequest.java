package io.cooperage.api.disk;

import io.cooperage.api.container.CreateRequest;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A CT to be made from the image of a disk.
 *
 * @param file an image on the host, by its absolute path; it is not changed
 * @param format a word of the storage's; empty for what the file looks like
 * @param container what else the CT shall be. Its template is the one whose ways of starting and
 *     stopping the image has, or that lies below it; without one it starts as systemd does
 */
public record ImportRequest(Path file, String format, CreateRequest container) {
  public ImportRequest {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(container, "container");
    if (!file.isAbsolute()) {
      throw new IllegalArgumentException("'" + file + "' is not an absolute path");
    }
  }
}
