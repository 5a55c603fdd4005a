package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first 64 bytes of an image. An instance made by {@link #parse} is consistent with itself and
 * with the size of its file.
 *
 * @param version format version
 * @param heads geometry, informative
 * @param cylinders geometry, informative
 * @param clusterSectors cluster size in sectors, a power of two of 64..131072
 * @param entries number of entries of the allocation table, at least 1
 * @param sizeSectors size of the disk in sectors
 * @param inUse whether it was closed
 * @param dataSectors where data begins in the file, in sectors
 * @param flags bit 0: the image is empty
 * @param extensionSectors where the format extension lies, in sectors; 0 for none
 */
public record PloopHeader(
    FormatVersion version,
    int heads,
    int cylinders,
    int clusterSectors,
    long entries,
    long sizeSectors,
    InUse inUse,
    long dataSectors,
    int flags,
    long extensionSectors) {
  /** Bytes of a header. */
  public static final int LENGTH = 64;

  /** Bytes of a sector. */
  public static final int SECTOR = 512;

  /** Bytes of an entry of the allocation table. */
  public static final int ENTRY = 4;

  private static final int TYPE = 2;
  private static final int SMALLEST_CLUSTER = 64;
  private static final int LARGEST_CLUSTER = 131072;
  private static final int CONVERSION = 2;
  private static final int KNOWN_FLAGS = 1 | CONVERSION;
  private static final long UNSIGNED = 0xffffffffL;

  /** Reads and checks the header of a file. */
  public static PloopHeader parse(ImageBytes file) {
    if (file.size() < LENGTH) {
      throw new MalformedImageException(
          "the image has " + file.size() + " bytes, fewer than its header");
    }
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    file.read(bytes, 0);
    return parse(bytes.flip(), file.size());
  }

  /**
   * Reads and checks a header.
   *
   * @param bytes at least 64 bytes; position and order are left alone
   * @param fileSize size of the whole file
   */
  public static PloopHeader parse(ByteBuffer bytes, long fileSize) {
    ByteBuffer b = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (b.remaining() < LENGTH || fileSize < LENGTH) {
      throw new MalformedImageException("the image is shorter than its header");
    }
    byte[] signature = new byte[FormatVersion.SIGNATURE_LENGTH];
    b.get(0, signature);
    FormatVersion version = FormatVersion.ofSignature(signature);
    require(b.getInt(16) == TYPE, "type " + b.getInt(16) + " is not 2");
    PloopHeader header =
        new PloopHeader(
            version,
            b.getInt(20),
            b.getInt(24),
            b.getInt(28),
            b.getInt(32) & UNSIGNED,
            version == FormatVersion.V1 ? b.getInt(36) & UNSIGNED : b.getLong(36),
            InUse.ofMark(b.getInt(InUse.OFFSET)),
            b.getInt(48) & UNSIGNED,
            b.getInt(52),
            b.getLong(56));
    require(
        version == FormatVersion.V2 || b.getInt(40) == 0, "a version 1 size has 32 bits, not more");
    return header.defaulted().checked(fileSize);
  }

  /** Bytes of a cluster. */
  public long clusterSize() {
    return (long) clusterSectors * SECTOR;
  }

  /** Where data begins in the file, in bytes. */
  public long dataOffset() {
    return dataSectors * SECTOR;
  }

  /** Size of the disk in bytes. */
  public long size() {
    return sizeSectors * SECTOR;
  }

  /** The same header with another mark. */
  public PloopHeader with(InUse state) {
    return new PloopHeader(
        version,
        heads,
        cylinders,
        clusterSectors,
        entries,
        sizeSectors,
        state,
        dataSectors,
        flags,
        extensionSectors);
  }

  /** The same header with a format extension at a place in the file, in sectors; 0 for none. */
  public PloopHeader withExtension(long sectors) {
    return new PloopHeader(
        version,
        heads,
        cylinders,
        clusterSectors,
        entries,
        sizeSectors,
        inUse,
        dataSectors,
        flags,
        sectors);
  }

  /** The 64 bytes as they are on disk. */
  public ByteBuffer encode() {
    ByteBuffer b = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    b.put(0, version.signature());
    b.putInt(16, TYPE).putInt(20, heads).putInt(24, cylinders).putInt(28, clusterSectors);
    b.putInt(32, (int) entries);
    if (version == FormatVersion.V1) {
      b.putInt(36, (int) sizeSectors);
    } else {
      b.putLong(36, sizeSectors);
    }
    b.putInt(InUse.OFFSET, inUse.mark()).putInt(48, (int) dataSectors).putInt(52, flags);
    b.putLong(56, extensionSectors);
    return b;
  }

  // Version 1 may leave the start of data to be worked out from the table.
  private PloopHeader defaulted() {
    if (version == FormatVersion.V2 || dataSectors != 0) {
      return this;
    }
    long sectors = (LENGTH + entries * ENTRY + SECTOR - 1) / SECTOR;
    return new PloopHeader(
        version,
        heads,
        cylinders,
        clusterSectors,
        entries,
        sizeSectors,
        inUse,
        sectors,
        flags,
        extensionSectors);
  }

  private PloopHeader checked(long fileSize) {
    require(
        clusterSectors >= SMALLEST_CLUSTER
            && clusterSectors <= LARGEST_CLUSTER
            && Integer.bitCount(clusterSectors) == 1,
        "a cluster of " + Integer.toUnsignedString(clusterSectors) + " sectors");
    require(entries >= 1, "an empty allocation table");
    require(
        sizeSectors >= 1 && sizeSectors <= entries * clusterSectors,
        "a size of " + sizeSectors + " sectors with a table of " + entries + " clusters");
    require(
        version == FormatVersion.V1 || dataSectors % clusterSectors == 0,
        "data that begins inside a cluster");
    require(
        dataOffset() >= LENGTH + entries * ENTRY, "an allocation table that reaches into the data");
    require(dataOffset() <= fileSize, "truncated: data begins behind its end");
    require((flags & ~KNOWN_FLAGS) == 0, "unknown flags 0x" + Integer.toHexString(flags));
    require((flags & CONVERSION) == 0, "an unfinished conversion");
    require(
        extensionSectors == 0
            || (extensionSectors > 0 && extensionSectors < (fileSize + SECTOR - 1) / SECTOR),
        "an extension outside of the file");
    return this;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new MalformedImageException("the image's header is bad: " + otherwise);
    }
  }
}
