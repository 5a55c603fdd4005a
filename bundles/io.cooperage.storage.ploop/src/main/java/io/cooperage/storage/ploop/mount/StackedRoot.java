package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import java.util.Map;

/**
 * A CT's root and what lies beside it. Closing it closes the descriptors alone.
 *
 * @param root detached mount of the root
 * @param folders detached mounts of folders of the same disk, by their paths in the CT
 */
public record StackedRoot(OwnedFd root, Map<String, OwnedFd> folders) implements AutoCloseable {
  @Override
  public void close() {
    folders.values().forEach(OwnedFd::close);
    root.close();
  }
}
