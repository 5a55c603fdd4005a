package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The dirty bitmap feature: which parts of the disk changed since a backup.
 *
 * @param sizeSectors size of the disk
 * @param id of the backup that it counts from
 * @param granularitySectors sectors that a bit stands for, a power of two
 * @param table for each cluster of bits {@link #CLEAN}, {@link #DIRTY} or where it lies in the
 *     file, in sectors
 */
public record DirtyBitmap(long sizeSectors, UUID id, int granularitySectors, List<Long> table) {
  /** The feature's magic. */
  public static final long MAGIC = 0x20385FAE252CB34AL;

  /** No bit of the cluster is set. */
  public static final long CLEAN = 0;

  /** Every bit of the cluster is set. */
  public static final long DIRTY = 1;

  private static final int TABLE_OFFSET = 32;
  private static final int TABLE_ENTRY = 8;

  public DirtyBitmap {
    table = List.copyOf(table);
  }

  /**
   * Reads the feature's data.
   *
   * @throws MalformedImageException unless it fits the image
   */
  static DirtyBitmap parse(Feature feature, DataArea area) {
    ByteBuffer b = feature.data();
    require(b.remaining() >= TABLE_OFFSET, "it is too short");
    // Both halves of the id are kept in the order of their bytes.
    ByteBuffer id = feature.data().order(ByteOrder.BIG_ENDIAN);
    int granularity = b.getInt(24);
    require(b.getLong(0) == area.header().sizeSectors(), "it is for a disk of another size");
    require(granularity > 0 && Integer.bitCount(granularity) == 1, "granularity " + granularity);
    long length = tableLength(area.header(), granularity);
    require(
        (b.getInt(28) & 0xffffffffL) == length
            && b.remaining() == TABLE_OFFSET + length * TABLE_ENTRY,
        "its table has the wrong length");
    List<Long> table = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      table.add(b.getLong(TABLE_OFFSET + i * TABLE_ENTRY));
    }
    return new DirtyBitmap(
        b.getLong(0), new UUID(id.getLong(8), id.getLong(16)), granularity, table);
  }

  /** The feature as it is stored. */
  public Feature toFeature() {
    ByteBuffer b = ByteBuffer.allocate(TABLE_OFFSET + table.size() * TABLE_ENTRY);
    b.putLong(8, id.getMostSignificantBits()).putLong(16, id.getLeastSignificantBits());
    b.order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(0, sizeSectors).putInt(24, granularitySectors).putInt(28, table.size());
    for (int i = 0; i < table.size(); i++) {
      b.putLong(TABLE_OFFSET + i * TABLE_ENTRY, table.get(i));
    }
    return new Feature(MAGIC, 0, b);
  }

  /** How many clusters the bits of an image's disk take. */
  public static long tableLength(PloopHeader header, int granularitySectors) {
    long bits = (header.sizeSectors() + granularitySectors - 1) / granularitySectors;
    long bitsInCluster = header.clusterSize() * Byte.SIZE;
    return (bits + bitsInCluster - 1) / bitsInCluster;
  }

  /**
   * Tells what changed, in order; neighbours are told as one.
   *
   * @param file the image that the bitmap is in
   */
  public void forEachDirty(ImageBytes file, PloopHeader header, RangeConsumer consumer) {
    new DirtyRanges(this, consumer).read(file, header);
  }

  /** Takes ranges of a disk, in bytes. */
  @FunctionalInterface
  public interface RangeConsumer {
    void accept(long offset, long length);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new MalformedImageException("the image's dirty bitmap is bad: " + otherwise);
    }
  }
}
