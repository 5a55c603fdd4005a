package io.cooperage.storage.ploop.format;

/**
 * The part of an image file behind its allocation table: an array of clusters. A cluster's number
 * in it, from 0, is called its slot; entries of the table name slots, in sectors (version 1) or
 * clusters (version 2) from the beginning of the file.
 *
 * @param header of the image
 * @param fileSize size of the file in bytes
 */
public record DataArea(PloopHeader header, long fileSize) {
  /**
   * The most clusters of a disk or a file that are read: 256 TiB of 1 MiB each. It bounds the
   * memory that a hostile sparse file can make us take.
   */
  public static final long MOST_CLUSTERS = 1L << 28;

  /** What an entry says. */
  public enum EntryState {
    /** Nothing is stored. */
    HOLE,
    /** A whole cluster of the file. */
    MAPPED,
    /** A place before the data, or one that the file does not reach wholly. */
    OUTSIDE,
    /** A place between two clusters. */
    MISALIGNED
  }

  /** Checks the number of clusters. */
  public DataArea {
    long clusters = Math.max(header.entries(), fileSize / header.clusterSize());
    if (clusters > MOST_CLUSTERS) {
      throw new MalformedImageException(
          "the image has " + clusters + " clusters, more than " + MOST_CLUSTERS);
    }
  }

  /** The number of whole clusters in the file. */
  public long slots() {
    return Math.max(0, fileSize - header.dataOffset()) / header.clusterSize();
  }

  /** Bytes at the end of the file that are no whole cluster: what a failed extension leaves. */
  public long raggedTail() {
    return Math.max(0, fileSize - header.dataOffset()) % header.clusterSize();
  }

  /** Tells what an entry says, taken as an unsigned number of 32 bits. */
  public EntryState state(long entry) {
    if (entry == 0) {
      return EntryState.HOLE;
    }
    return stateOfOffset(entry * unit());
  }

  /** As {@link #state}, for a place given in bytes from the beginning of the file. */
  public EntryState stateOfOffset(long offset) {
    long inside = offset - header.dataOffset();
    if (inside < 0 || inside / header.clusterSize() >= slots()) {
      return EntryState.OUTSIDE;
    }
    return inside % header.clusterSize() == 0 ? EntryState.MAPPED : EntryState.MISALIGNED;
  }

  /** The slot that a mapped entry names. */
  public long slot(long entry) {
    return slotAt(entry * unit());
  }

  /** The slot at a place in bytes. */
  public long slotAt(long offset) {
    return (offset - header.dataOffset()) / header.clusterSize();
  }

  /** Where a slot lies in the file, in bytes. */
  public long offset(long slot) {
    return header.dataOffset() + slot * header.clusterSize();
  }

  /**
   * The entry that names a slot.
   *
   * @throws MalformedImageException if it lies too far behind for 32 bits
   */
  public long entry(long slot) {
    long entry = offset(slot) / unit();
    if (entry > 0xffffffffL) {
      throw new MalformedImageException("the image grows beyond what its format can hold");
    }
    return entry;
  }

  private long unit() {
    return header.version() == FormatVersion.V1 ? PloopHeader.SECTOR : header.clusterSize();
  }
}
