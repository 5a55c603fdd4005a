package io.cooperage.spi.storage;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Copies of volumes that share space with what they were made from: an optional service of the same
 * kind as a {@link StorageProvider}. Calls come one at a time for the source.
 */
@ConsumerType
public interface Clones {
  /** That of the storage provider. */
  String kind();

  /**
   * Makes a disk with the content of another one, mounted or not, and an identity of its own; as
   * {@link StorageProvider#create} otherwise. Snapshots are not copied.
   */
  Volume copy(Volume source, ContainerId target, ProgressSink progress);

  /**
   * As {@link #copy}, with the content and size that the disk had when a snapshot was taken.
   *
   * @throws ContainerException NO_SUCH_SNAPSHOT; UNSUPPORTED if this kind has no snapshots
   */
  default Volume copySnapshot(
      Volume source, UUID snapshot, ContainerId target, ProgressSink progress) {
    throw new ContainerException(
        ErrorCode.UNSUPPORTED, "storage " + kind() + " makes no clones of snapshots");
  }
}
