package io.cooperage.storage.ploop.convert;

/**
 * A part of a disk that is stored in one way.
 *
 * @param end where it ends, in bytes from the disk's beginning; the same kind may follow
 * @param kind how it is stored
 */
public record Run(long end, Kind kind) {
  /** How a part of a disk is stored. */
  public enum Kind {
    /** In the image; the bytes may be zeros all the same. */
    DATA,
    /** As zeros, which nothing needs to be read for. */
    ZERO,
    /** Not at all: it is what the disk beneath has, zeros if there is none. */
    ABSENT
  }
}
