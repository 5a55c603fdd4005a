package io.cooperage.spi.storage;

import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.Descriptor;
import java.util.Map;
import java.util.Optional;

/**
 * A mounted root. Closing it closes the descriptor alone: once the root was moved into a CT's mount
 * namespace it lives there, otherwise the kernel unmounts it.
 *
 * @param root detached mount of the whole root, idmapped, ready for move_mount
 * @param disk the device below it; empty if there is none
 * @param folders detached mounts of the folders that were asked for, by their paths in the CT;
 *     empty if the root is no overlay
 */
public record MountedVolume(
    Descriptor root, Optional<BlockDevice> disk, Map<String, Descriptor> folders)
    implements AutoCloseable {
  public MountedVolume {
    folders = Map.copyOf(folders);
  }

  /** A root alone. */
  public MountedVolume(Descriptor root, Optional<BlockDevice> disk) {
    this(root, disk, Map.of());
  }

  @Override
  public void close() {
    folders.values().forEach(Descriptor::close);
    root.close();
  }
}
