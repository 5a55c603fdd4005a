package io.cooperage.spi.storage;

import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.Descriptor;
import java.util.Optional;

/**
 * A mounted root. Closing it closes the descriptor alone: once the root was moved into a CT's mount
 * namespace it lives there, otherwise the kernel unmounts it.
 *
 * @param root detached mount of the whole root, idmapped, ready for move_mount
 * @param disk the device below it; empty if there is none
 */
public record MountedVolume(Descriptor root, Optional<BlockDevice> disk) implements AutoCloseable {
  @Override
  public void close() {
    root.close();
  }
}
