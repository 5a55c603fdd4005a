package io.cooperage.api.disk;

import java.time.Instant;
import java.util.List;

/**
 * What a check of a CT's disk found.
 *
 * @param at when it ended
 * @param repair whether it repaired what it could
 * @param images the one that is written to first, then those of snapshots
 */
public record DiskCheck(Instant at, boolean repair, List<CheckedImage> images) {
  public DiskCheck {
    images = List.copyOf(images);
  }

  /** Whether no content is in danger; space may be wasted all the same. */
  public boolean sound() {
    return images.stream().flatMap(i -> i.faults().stream()).noneMatch(DiskFault::error);
  }
}
