package io.cooperage.api.disk;

import io.cooperage.api.snapshot.SnapshotId;
import java.util.List;
import java.util.Optional;

/**
 * What was found in one image file of a disk.
 *
 * @param file its name in the disk's folder
 * @param snapshot whose image it is; empty for the one that is written to
 * @param size bytes of the disk, 0 if the image cannot tell
 * @param allocated bytes of the file, those that it shares with others included
 * @param faults what is wrong with it now
 * @param repaired what was wrong before the repair and is not any more
 */
public record CheckedImage(
    String file,
    Optional<SnapshotId> snapshot,
    long size,
    long allocated,
    List<DiskFault> faults,
    List<DiskFault> repaired) {
  public CheckedImage {
    faults = List.copyOf(faults);
    repaired = List.copyOf(repaired);
  }
}
