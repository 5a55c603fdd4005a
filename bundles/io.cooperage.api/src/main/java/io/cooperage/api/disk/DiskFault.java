package io.cooperage.api.disk;

import java.util.Objects;

/**
 * Something that is wrong with an image of a disk.
 *
 * @param kind a word for programs, as "leak" or "file-system"; the storage's own
 * @param count how often, at least 1
 * @param text what it is and where, for a person to read; may hold what a CT wrote
 * @param error whether content is in danger; else it wastes space
 * @param repairable whether a repair mends it
 */
public record DiskFault(String kind, long count, String text, boolean error, boolean repairable) {
  public DiskFault {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
  }
}
