package io.cooperage.spi.storage;

import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.Compaction;
import io.cooperage.spi.node.ProgressSink;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Care of volumes: an optional service of the same kind as a {@link StorageProvider}. Calls for one
 * volume come one at a time, with the provider's own calls for it; after a crash the same call
 * comes again.
 */
@ConsumerType
public interface Upkeep {
  /** That of the storage provider. */
  String kind();

  /**
   * Checks a volume that is not in use, with its snapshots. Faults are answered, not thrown.
   *
   * @param repair whether what needs no guess is repaired
   * @return one for each image, that which is written to first
   * @throws io.cooperage.api.error.ContainerException IN_USE; BROKEN_CONTAINER if it cannot be told
   *     which images there are
   */
  List<CheckedImage> check(Volume volume, boolean repair, ProgressSink progress);

  /**
   * Gives back to the pool what a volume, mounted or not, takes and does not use. What is in it
   * does not change.
   */
  Compaction compact(Volume volume, ProgressSink progress);
}
