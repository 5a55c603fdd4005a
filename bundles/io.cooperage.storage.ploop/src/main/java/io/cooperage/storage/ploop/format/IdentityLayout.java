package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of our own images: version 2, clusters of 1 MiB, and an allocation table that maps
 * every cluster to itself behind {@link #dataOffset}, so that the kernel's loop driver can serve
 * the data at that offset. Room for growth is reserved in the table and stays zero.
 *
 * @param size of the disk in bytes, a multiple of {@link #CLUSTER}
 * @param dataOffset where data begins in the file, in bytes, a multiple of {@link #CLUSTER}
 */
public record IdentityLayout(long size, long dataOffset) {
  /** Bytes of a cluster. */
  public static final int CLUSTER = 1 << 20;

  /** The largest disk in bytes; the table of one this large takes 64 MiB, most of it sparse. */
  public static final long LARGEST = 16L << 40;

  private static final long LEAST_RESERVE = 4L << 40;
  private static final int GROWTH = 16;
  private static final int CLUSTER_SECTORS = CLUSTER / PloopHeader.SECTOR;
  private static final int HEADS = 16;
  private static final int TRACK_SECTORS = 32;
  private static final int CHUNK = 1 << 16;

  public IdentityLayout {
    if (size < CLUSTER || size > LARGEST || size % CLUSTER != 0) {
      throw new IllegalArgumentException("a disk of " + size + " bytes");
    }
    if (dataOffset % CLUSTER != 0
        || dataOffset < PloopHeader.LENGTH + size / CLUSTER * PloopHeader.ENTRY) {
      throw new IllegalArgumentException("data of " + size + " bytes at " + dataOffset);
    }
  }

  /** The layout of a new image, with room to grow to 4 TiB or 16 times its size. */
  public static IdentityLayout forSize(long size) {
    long reserved = Math.max(LEAST_RESERVE, size * GROWTH);
    long table = PloopHeader.LENGTH + reserved / CLUSTER * PloopHeader.ENTRY;
    return new IdentityLayout(size, roundUp(table));
  }

  /** The least multiple of a cluster that holds so many bytes. */
  public static long roundUp(long bytes) {
    return (bytes + CLUSTER - 1) / CLUSTER * CLUSTER;
  }

  /**
   * The layout that a header describes.
   *
   * @throws MalformedImageException unless the header is one that {@link #header} could have made
   */
  public static IdentityLayout of(PloopHeader header) {
    if (header.version() != FormatVersion.V2
        || header.clusterSectors() != CLUSTER_SECTORS
        || header.size() % CLUSTER != 0
        || header.size() > LARGEST
        || header.entries() != header.size() / CLUSTER
        || header.extensionSectors() != 0) {
      throw new MalformedImageException(
          "the image is not in the identity layout: it must be converted first");
    }
    return new IdentityLayout(header.size(), header.dataOffset());
  }

  /**
   * The layout of a whole image.
   *
   * @throws MalformedImageException as {@link #of(PloopHeader)} and {@link #checkLength} do
   */
  public static IdentityLayout of(ImageBytes image) {
    IdentityLayout layout = of(PloopHeader.parse(image));
    layout.checkLength(image.size());
    return layout;
  }

  /** The same image with another size; empty room in the table is used up. */
  public IdentityLayout resized(long newSize) {
    return new IdentityLayout(newSize, dataOffset);
  }

  /** The largest size that the reserved table can describe, in bytes. */
  public long growthLimit() {
    return Math.min(LARGEST, (dataOffset - PloopHeader.LENGTH) / PloopHeader.ENTRY * CLUSTER);
  }

  /** Size of the whole file in bytes. */
  public long fileSize() {
    return dataOffset + size;
  }

  public long clusters() {
    return size / CLUSTER;
  }

  /** The header with a mark. */
  public PloopHeader header(InUse inUse) {
    return new PloopHeader(
        FormatVersion.V2,
        HEADS,
        (int) (size / PloopHeader.SECTOR / (HEADS * TRACK_SECTORS)),
        CLUSTER_SECTORS,
        clusters(),
        size / PloopHeader.SECTOR,
        inUse,
        dataOffset / PloopHeader.SECTOR,
        0,
        0);
  }

  /** Writes the whole allocation table. */
  public void writeTable(ImageBytes file) {
    for (long first = 0; first < clusters(); first += CHUNK / PloopHeader.ENTRY) {
      file.write(tableFrom(first), PloopHeader.LENGTH + first * PloopHeader.ENTRY);
    }
  }

  /** Writes zeros over the entries between this size and a larger one. */
  public void clearTable(ImageBytes file, long largerSize) {
    long end = PloopHeader.LENGTH + largerSize / CLUSTER * PloopHeader.ENTRY;
    long at = PloopHeader.LENGTH + clusters() * PloopHeader.ENTRY;
    while (at < end) {
      int length = (int) Math.min(CHUNK, end - at);
      file.write(ByteBuffer.allocate(length), at);
      at += length;
    }
  }

  /**
   * Checks that the table is the identity.
   *
   * @throws MalformedImageException naming the first entry that is not
   */
  public void checkTable(ImageBytes file) {
    for (long first = 0; first < clusters(); first += CHUNK / PloopHeader.ENTRY) {
      ByteBuffer expected = tableFrom(first);
      ByteBuffer found = ByteBuffer.allocate(expected.remaining());
      file.read(found, PloopHeader.LENGTH + first * PloopHeader.ENTRY);
      int difference = found.flip().mismatch(expected);
      if (difference >= 0) {
        throw new MalformedImageException(
            "entry "
                + (first + difference / PloopHeader.ENTRY)
                + " of the allocation table is bad");
      }
    }
  }

  /** Checks that the file holds every cluster. */
  public void checkLength(long length) {
    if (length < fileSize()) {
      throw new MalformedImageException(
          "the image is truncated: " + length + " of " + fileSize() + " bytes are left");
    }
  }

  private ByteBuffer tableFrom(long first) {
    int count = (int) Math.min(CHUNK / PloopHeader.ENTRY, clusters() - first);
    int[] entries = new int[count];
    int cluster = (int) (dataOffset / CLUSTER + first);
    for (int i = 0; i < count; i++) {
      entries[i] = cluster + i;
    }
    // At once: entry by entry takes the longest of all steps of an attach.
    ByteBuffer table = ByteBuffer.allocate(count * PloopHeader.ENTRY);
    table.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(entries);
    return table;
  }
}
