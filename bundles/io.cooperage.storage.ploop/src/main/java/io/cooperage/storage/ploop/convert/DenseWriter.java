package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.FormatVersion;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;

/**
 * Writes a ploop image as ploop's own tools do: clusters with data one after the other, each stored
 * wholly. Its file has no holes, which the original kernel driver does not accept.
 *
 * @param version version 1 holds less than 2 TiB
 */
record DenseWriter(FormatVersion version) implements ImageWriter {
  private static final int CLUSTER = 1 << 20;
  private static final int CLUSTER_SECTORS = CLUSTER / PloopHeader.SECTOR;
  private static final int HEADS = 16;
  private static final int TRACK_SECTORS = 32;

  @Override
  public long diskSize(long size) {
    long clusters = (size - 1) / CLUSTER + 1;
    long most = version == FormatVersion.V1 ? (2L << 40) / CLUSTER - 2 : DataArea.MOST_CLUSTERS / 2;
    long table = dataOffset(clusters) / CLUSTER;
    if (clusters + table > most) {
      throw new IllegalArgumentException(
          "ploop of this version holds at most " + (most - table) + " MiB, not " + size + " bytes");
    }
    return clusters * CLUSTER;
  }

  @Override
  public void write(VirtualDisk source, OwnedFd target, Progress progress) {
    PloopHeader header = header(diskSize(source.size()));
    FileBytes bytes = new FileBytes(target);
    ByteBuffer zeros = ByteBuffer.allocate(CLUSTER);
    for (long at = 0; at < header.dataOffset(); at += CLUSTER) {
      bytes.write(zeros.clear(), at);
    }
    DataArea area = new DataArea(header, header.dataOffset());
    AllocationTable table = new AllocationTable(bytes, area);
    Slots slots = new Slots();
    new ContentPump(source, CLUSTER, progress)
        .run(
            (offset, block) -> {
              long slot = slots.next++;
              bytes.write(block, area.offset(slot));
              table.set(offset / CLUSTER, area.entry(slot));
            });
    bytes.write(header.encode(), 0);
  }

  private PloopHeader header(long size) {
    long sectors = size / PloopHeader.SECTOR;
    long clusters = size / CLUSTER;
    return new PloopHeader(
        version,
        HEADS,
        (int) Math.min(Integer.MAX_VALUE, sectors / (HEADS * TRACK_SECTORS)),
        CLUSTER_SECTORS,
        clusters,
        sectors,
        InUse.CLOSED,
        dataOffset(clusters) / PloopHeader.SECTOR,
        0,
        0);
  }

  private static long dataOffset(long clusters) {
    long end = PloopHeader.LENGTH + clusters * PloopHeader.ENTRY;
    return (end - 1) / CLUSTER * CLUSTER + CLUSTER;
  }

  private static final class Slots {
    private long next;
  }
}
