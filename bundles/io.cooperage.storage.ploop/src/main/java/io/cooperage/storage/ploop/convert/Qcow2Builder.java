package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import java.nio.ByteBuffer;

/**
 * A qcow2 image under construction: header, first-level table, then clusters and second-level
 * tables as they come, the reference counts last. All counts are 1. Memory: the first-level table
 * and one other.
 */
final class Qcow2Builder {
  static final int CLUSTER = 1 << 16;

  private static final long COPIED = 1L << 63;
  private static final int COUNT = 2;
  private static final int COUNT_ORDER = 4;
  private static final int TABLE_ENTRIES = CLUSTER / Long.BYTES;
  private static final int BLOCK_COUNTS = CLUSTER / COUNT;

  private final OwnedFd file;
  private final long size;
  private final ByteBuffer first;
  private final ByteBuffer second = ByteBuffer.allocate(CLUSTER);
  private long secondIndex = -1;
  private long next;

  /** Starts an image in an empty file. */
  Qcow2Builder(OwnedFd file, long size) {
    this.file = file;
    this.size = size;
    long tables = clusters(clusters(size, CLUSTER), TABLE_ENTRIES);
    this.first = ByteBuffer.allocate((int) clusters(tables * Long.BYTES, CLUSTER) * CLUSTER);
    this.next = first.capacity() / CLUSTER + 1L;
  }

  /** Stores a cluster; each lies behind the ones before. */
  void add(long offset, ByteBuffer cluster) {
    long index = offset / CLUSTER;
    if (index / TABLE_ENTRIES != secondIndex) {
      storeSecond();
      secondIndex = index / TABLE_ENTRIES;
    }
    long place = append(cluster);
    second.putLong((int) (index % TABLE_ENTRIES) * Long.BYTES, place | COPIED);
  }

  /** Writes everything else. */
  void finish() {
    storeSecond();
    FileCalls.write(file, first.clear(), CLUSTER);
    // The counts count themselves.
    long blocks = 0;
    long tableClusters = 0;
    long total = next;
    while (clusters(total, BLOCK_COUNTS) > blocks
        || clusters(blocks * Long.BYTES, CLUSTER) > tableClusters) {
      blocks = clusters(total, BLOCK_COUNTS);
      tableClusters = clusters(blocks * Long.BYTES, CLUSTER);
      total = next + blocks + tableClusters;
    }
    ByteBuffer table = ByteBuffer.allocate((int) tableClusters * CLUSTER);
    for (long block = 0; block < blocks; block++) {
      table.putLong((int) block * Long.BYTES, append(counts(total - block * BLOCK_COUNTS)));
    }
    long place = next * CLUSTER;
    FileCalls.write(file, table, place);
    FileCalls.write(file, header(place, (int) tableClusters), 0);
  }

  private static ByteBuffer counts(long clusters) {
    ByteBuffer block = ByteBuffer.allocate(CLUSTER);
    for (int i = 0; i < Math.min(BLOCK_COUNTS, clusters); i++) {
      block.putShort(i * COUNT, (short) 1);
    }
    return block;
  }

  private ByteBuffer header(long countTable, int countTableClusters) {
    ByteBuffer b = ByteBuffer.allocate(CLUSTER);
    b.putInt(0, Qcow2Header.MAGIC).putInt(4, 3).putInt(20, Integer.numberOfTrailingZeros(CLUSTER));
    b.putLong(24, size);
    b.putInt(36, (int) clusters(clusters(size, CLUSTER), TABLE_ENTRIES)).putLong(40, CLUSTER);
    b.putLong(48, countTable).putInt(56, countTableClusters);
    return b.putInt(96, COUNT_ORDER).putInt(100, Qcow2Header.LENGTH);
  }

  private void storeSecond() {
    if (secondIndex >= 0) {
      first.putLong((int) secondIndex * Long.BYTES, append(second.clear()) | COPIED);
      Zeros.fill(second.clear());
      second.clear();
    }
  }

  private long append(ByteBuffer cluster) {
    long place = next++ * CLUSTER;
    FileCalls.write(file, cluster, place);
    return place;
  }

  private static long clusters(long count, long each) {
    return (count + each - 1) / each;
  }
}
