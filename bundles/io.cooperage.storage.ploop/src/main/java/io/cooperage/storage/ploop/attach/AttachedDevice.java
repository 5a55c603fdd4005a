package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.OwnedFd;
import java.nio.file.Path;

/**
 * A block device that serves an image. It ends with its last user, a mount or this value.
 *
 * @param path in {@code /dev}
 * @param open keeps it there
 */
public record AttachedDevice(Path path, OwnedFd open) implements AutoCloseable {
  @Override
  public void close() {
    open.close();
  }
}
