package io.cooperage.storage.ploop.check;

/**
 * Something that is wrong with an image.
 *
 * @param kind what it is
 * @param count how often, at least 1
 * @param where the first place, for a person to read
 * @param repairable whether {@link ImageRepair} mends it
 */
public record Finding(Kind kind, long count, String where, boolean repairable) {
  /** What can be wrong. */
  public enum Kind {
    /** It is open for writing, or whoever had it open died. */
    NOT_CLOSED,
    /** Entries of the table that name no cluster of the file: the content is lost. */
    OUTSIDE,
    /** Entries that name a place between two clusters. */
    MISALIGNED,
    /** Entries that name a cluster that another one has. */
    SHARED,
    /** The room behind the table, which is for growth, is not zero. */
    RESERVED_ROOM,
    /** Clusters of the file that nothing names: space is lost, no content. */
    LEAK,
    /** The file ends inside a cluster. */
    RAGGED_TAIL,
    /** The format extension or its dirty bitmap is broken. */
    EXTENSION,
    /** The format extension has a feature that is necessary and not known: nothing is mended. */
    UNKNOWN_FEATURE
  }

  /** Whether content or structure is in danger; a leak and a ragged tail only waste space. */
  public boolean error() {
    return kind != Kind.LEAK && kind != Kind.RAGGED_TAIL;
  }
}
