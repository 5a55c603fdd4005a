package io.cooperage.storage.ploop.convert;

import io.cooperage.storage.ploop.format.ClusterSet;
import io.cooperage.storage.ploop.format.ImageBytes;
import io.cooperage.storage.ploop.format.MalformedImageException;

/** Where the clusters of a qcow2 image's active state are stored. */
final class Qcow2Map {
  private static final long OFFSET = 0x00fffffffffffe00L;
  private static final long COPIED = 1L << 63;
  private static final long COMPRESSED = 1L << 62;
  private static final long ZERO = 1;

  private final Qcow2Header header;
  private final long fileSize;
  private final BigEndianWords first;
  private final BigEndianWords second;

  Qcow2Map(ImageBytes file, Qcow2Header header) {
    this.header = header;
    this.fileSize = file.size();
    this.first = new BigEndianWords(file);
    this.second = new BigEndianWords(file);
  }

  /** How a cluster is stored. */
  Stored stored(long cluster) {
    long table = table(cluster / header.tableEntries());
    if (table == 0) {
      return Stored.ABSENT;
    }
    long entry = second.at(table + cluster % header.tableEntries() * Long.BYTES);
    if ((entry & COMPRESSED) != 0) {
      return compressed(cluster, entry);
    }
    boolean zero = header.version() > 2 && (entry & ZERO) != 0;
    if ((entry & ~(OFFSET | COPIED | (zero ? ZERO : 0))) != 0) {
      throw bad("second-level", cluster, entry);
    }
    long offset = checked("second-level", cluster, entry & OFFSET, 1);
    if (zero) {
      return new Stored(Run.Kind.ZERO, offset, 0);
    }
    return offset == 0 ? Stored.ABSENT : new Stored(Run.Kind.DATA, offset, 0);
  }

  /** Whether a whole second-level table is missing, so that its clusters need not be asked for. */
  boolean tableMissing(long cluster) {
    return table(cluster / header.tableEntries()) == 0;
  }

  /** Checks every entry, and that no two of them share a cluster of the file. */
  void requireSound() {
    ClusterSet used = new ClusterSet();
    used.add(0);
    long tableEnd = header.tableOffset() + header.tables() * Long.BYTES;
    for (long at = header.tableOffset(); at < tableEnd; at += header.clusterSize()) {
      claim(used, at);
    }
    for (long index = 0; index < header.tables(); index++) {
      long table = table(index);
      if (table != 0) {
        claim(used, table);
        claimClusters(used, index * header.tableEntries());
      }
    }
  }

  private void claimClusters(ClusterSet used, long from) {
    long end = Math.min(header.clusters(), from + header.tableEntries());
    for (long cluster = from; cluster < end; cluster++) {
      Stored stored = stored(cluster);
      if (stored.offset() != 0 && stored.length() == 0) {
        claim(used, stored.offset());
      }
    }
  }

  private void claim(ClusterSet used, long offset) {
    if (!used.add(offset >> header.clusterBits())) {
      throw new MalformedImageException(
          "the qcow2 image cannot be read: the cluster at " + offset + " is used twice");
    }
  }

  private long table(long index) {
    long entry = first.at(header.tableOffset() + index * Long.BYTES);
    if ((entry & ~(OFFSET | COPIED)) != 0) {
      throw bad("first-level", index, entry);
    }
    return checked("first-level", index, entry & OFFSET, header.clusterSize());
  }

  private long checked(String level, long index, long offset, long needed) {
    if (offset != 0
        && (offset < header.clusterSize()
            || offset % header.clusterSize() != 0
            || offset > fileSize - needed)) {
      throw bad(level, index, offset);
    }
    return offset;
  }

  private Stored compressed(long cluster, long entry) {
    int offsetBits = 62 - (header.clusterBits() - 8);
    long offset = entry & ((1L << offsetBits) - 1);
    long more = (entry & (COMPRESSED - 1)) >> offsetBits;
    long length = (more + 1) * 512 - offset % 512;
    if ((entry & COPIED) != 0 || offset < header.clusterSize() || offset >= fileSize) {
      throw bad("second-level", cluster, entry);
    }
    return new Stored(Run.Kind.DATA, offset, (int) Math.min(length, fileSize - offset));
  }

  private static MalformedImageException bad(String level, long index, long entry) {
    return new MalformedImageException(
        "the qcow2 image cannot be read: "
            + (level + " entry " + index + " is bad: 0x" + Long.toHexString(entry)));
  }

  /**
   * How a cluster is stored.
   *
   * @param offset in the file, 0 for nowhere
   * @param length of its compressed form, 0 if it is not compressed
   */
  record Stored(Run.Kind kind, long offset, int length) {
    static final Stored ABSENT = new Stored(Run.Kind.ABSENT, 0, 0);
  }
}
