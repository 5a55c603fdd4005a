package io.cooperage.storage.ploop.backup;

import io.cooperage.storage.ploop.format.FormatVersion;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Header and allocation table of a ploop image that has its stored clusters one after the other, so
 * that it is written from its beginning to its end and has no holes.
 */
final class DenseHead {
  private static final int CLUSTER = IdentityLayout.CLUSTER;
  private static final int HEADS = 16;
  private static final int TRACK_SECTORS = 32;

  private DenseHead() {}

  /** Bytes of the head of an image of so large a disk: where its data begins. */
  static long length(long size) {
    return IdentityLayout.roundUp(PloopHeader.LENGTH + size / CLUSTER * PloopHeader.ENTRY);
  }

  /**
   * The head, with zeros up to where data begins.
   *
   * @param size of the disk in bytes, a multiple of a cluster
   * @param clusters numbers of those that follow
   */
  static ByteBuffer of(long size, BitSet clusters) {
    int length = Math.toIntExact(length(size));
    ByteBuffer head = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    head.put(0, header(size, length).encode().array());
    int entry = length / CLUSTER;
    for (int cluster = clusters.nextSetBit(0);
        cluster >= 0;
        cluster = clusters.nextSetBit(cluster + 1)) {
      head.putInt(PloopHeader.LENGTH + cluster * PloopHeader.ENTRY, entry);
      entry++;
    }
    return head;
  }

  private static PloopHeader header(long size, int dataOffset) {
    long sectors = size / PloopHeader.SECTOR;
    return new PloopHeader(
        FormatVersion.V2,
        HEADS,
        (int) Math.min(Integer.MAX_VALUE, sectors / (HEADS * TRACK_SECTORS)),
        CLUSTER / PloopHeader.SECTOR,
        size / CLUSTER,
        sectors,
        InUse.CLOSED,
        dataOffset / PloopHeader.SECTOR,
        0,
        0);
  }
}
