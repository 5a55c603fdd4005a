package io.cooperage.storage.ploop.format;

import io.cooperage.storage.ploop.format.DataArea.EntryState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The allocation table of an image file: for each cluster of the disk an entry that says where it
 * is stored. Read in pieces of bounded size, so that a table of any length costs no memory. One
 * thread at a time.
 */
public final class AllocationTable {
  private static final int PIECE = 1 << 16;
  private static final int PIECE_ENTRIES = PIECE / PloopHeader.ENTRY;
  private static final long UNSIGNED = 0xffffffffL;

  private final ImageBytes file;
  private final DataArea area;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
  private long pieceFirst = -1;

  /** The table of a file with that data area. */
  public AllocationTable(ImageBytes file, DataArea area) {
    this.file = file;
    this.area = area;
  }

  public DataArea area() {
    return area;
  }

  /** The number of entries. */
  public long entries() {
    return area.header().entries();
  }

  /** An entry as it is on disk, unchecked: an unsigned number of 32 bits, 0 for a hole. */
  public long entry(long cluster) {
    if (cluster < 0 || cluster >= entries()) {
      throw new IllegalArgumentException("cluster " + cluster + " of " + entries());
    }
    long first = cluster / PIECE_ENTRIES * PIECE_ENTRIES;
    if (first != pieceFirst) {
      load(first);
    }
    return piece.getInt((int) (cluster - first) * PloopHeader.ENTRY) & UNSIGNED;
  }

  /** Writes an entry to the file; the caller sees to its durability. */
  public void set(long cluster, long entry) {
    ByteBuffer bytes = ByteBuffer.allocate(PloopHeader.ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    file.write(bytes.putInt(0, (int) entry), offset(cluster));
    if (cluster / PIECE_ENTRIES * PIECE_ENTRIES == pieceFirst) {
      piece.putInt((int) (cluster - pieceFirst) * PloopHeader.ENTRY, (int) entry);
    }
  }

  /**
   * Where a cluster is stored.
   *
   * @return its place in the file in bytes, 0 for a hole
   * @throws MalformedImageException if the entry names no whole cluster of the file
   */
  public long placeOf(long cluster) {
    long entry = entry(cluster);
    return switch (area.state(entry)) {
      case HOLE -> 0;
      case MAPPED -> area.offset(area.slot(entry));
      case OUTSIDE, MISALIGNED -> throw bad(cluster, entry);
    };
  }

  /**
   * Checks every entry.
   *
   * @return the slots that are in use
   * @throws MalformedImageException naming the first entry that points to no whole cluster of the
   *     file, or to one that another entry has
   */
  public ClusterSet requireSound() {
    ClusterSet used = new ClusterSet();
    for (long cluster = 0; cluster < entries(); cluster++) {
      long entry = entry(cluster);
      EntryState state = area.state(entry);
      if (state != EntryState.HOLE && state != EntryState.MAPPED) {
        throw bad(cluster, entry);
      }
      if (state == EntryState.MAPPED && !used.add(area.slot(entry))) {
        throw new MalformedImageException(
            "entry " + cluster + " of the allocation table names a cluster that is taken already");
      }
    }
    return used;
  }

  private void load(long first) {
    int count = (int) Math.min(PIECE_ENTRIES, entries() - first);
    pieceFirst = -1;
    file.read(piece.clear().limit(count * PloopHeader.ENTRY), offset(first));
    pieceFirst = first;
  }

  private static long offset(long cluster) {
    return PloopHeader.LENGTH + cluster * PloopHeader.ENTRY;
  }

  private static MalformedImageException bad(long cluster, long entry) {
    return new MalformedImageException(
        "entry " + cluster + " of the allocation table names no cluster of the file: " + entry);
  }
}
