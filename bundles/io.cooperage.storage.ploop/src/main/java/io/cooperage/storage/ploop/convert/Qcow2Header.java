package io.cooperage.storage.ploop.convert;

import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.ImageBytes;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.nio.ByteBuffer;

/**
 * The header of a qcow2 image, big-endian. Source: QEMU's docs/interop/qcow2.txt.
 *
 * @param version 2 or 3
 * @param clusterBits 9..21
 * @param size of the disk in bytes
 * @param tableOffset where the first-level table lies
 */
record Qcow2Header(int version, int clusterBits, long size, long tableOffset) {
  static final int MAGIC = 0x514649fb;
  static final int LENGTH = 104;

  private static final int LENGTH_2 = 72;
  private static final int LONGEST_TABLE = 32 << 20;
  private static final long DIRTY = 1;

  static Qcow2Header parse(ImageBytes file) {
    require(file.size() >= LENGTH, "it is shorter than its header");
    ByteBuffer b = ByteBuffer.allocate(LENGTH);
    file.read(b, 0);
    b.flip();
    int version = b.getInt(4);
    require(b.getInt(0) == MAGIC, "its signature is missing");
    require(version == 2 || version == 3, "version " + version + " is not supported");
    supported(b, version);
    Qcow2Header header = new Qcow2Header(version, b.getInt(20), b.getLong(24), b.getLong(40));
    header.check(b.getInt(36) & 0xffffffffL, file.size());
    return header;
  }

  long clusterSize() {
    return 1L << clusterBits;
  }

  /** Entries of a second-level table. */
  long tableEntries() {
    return clusterSize() / Long.BYTES;
  }

  /** Clusters of the disk. */
  long clusters() {
    return (size - 1) / clusterSize() + 1;
  }

  /** Second-level tables that the disk needs. */
  long tables() {
    return (clusters() - 1) / tableEntries() + 1;
  }

  private static void supported(ByteBuffer b, int version) {
    require(b.getLong(8) == 0, "it has a backing file: flatten it first (qemu-img convert)");
    require(b.getInt(32) == 0, "it is encrypted: decrypt it first (qemu-img convert)");
    if (version == 3) {
      long features = b.getLong(LENGTH_2);
      require(
          (features & ~DIRTY) == 0,
          "incompatible features 0x" + Long.toHexString(features) + " are not supported");
      require(b.getInt(100) >= LENGTH, "its header has the wrong length");
    }
  }

  private void check(long tableLength, long fileSize) {
    require(clusterBits >= 9 && clusterBits <= 21, "a cluster of 2^" + clusterBits + " bytes");
    require(size > 0, "a size of " + Long.toUnsignedString(size) + " bytes");
    long most = Math.max(clusters(), fileSize >> clusterBits);
    require(most <= DataArea.MOST_CLUSTERS, "it has more clusters than are supported: " + most);
    require(
        tableLength >= tables() && tableLength <= LONGEST_TABLE / Long.BYTES,
        "a first-level table of " + tableLength + " entries");
    require(
        tableOffset >= clusterSize()
            && tableOffset % clusterSize() == 0
            && tableOffset <= fileSize - tableLength * Long.BYTES,
        "its first-level table lies outside of the file");
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new MalformedImageException("the qcow2 image cannot be read: " + otherwise);
    }
  }
}
