package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes a dirty bitmap behind the last cluster of an image, and then the extension that has it.
 * Only when these are durable may the header that {@link #finish} returns be written: until then
 * the image is as it was, but for a leak at its end. One thread at a time.
 */
public final class DirtyBitmapWriter {
  private final ImageBytes file;
  private final DataArea area;
  private final long granularity;
  private final List<Long> table = new ArrayList<>();
  private final ByteBuffer cluster;
  private final long clusterBits;
  private long nextSlot;
  private long end;

  /**
   * Starts a bitmap that is clean all over.
   *
   * @param file the image, of whole clusters
   * @param header its header
   * @param granularitySectors sectors that a bit stands for, a power of two
   */
  public DirtyBitmapWriter(ImageBytes file, PloopHeader header, int granularitySectors) {
    this.file = file;
    this.area = new DataArea(header, file.size());
    if (granularitySectors < 1 || Integer.bitCount(granularitySectors) != 1) {
      throw new IllegalArgumentException("a granularity of " + granularitySectors + " sectors");
    }
    this.granularity = (long) granularitySectors * PloopHeader.SECTOR;
    this.cluster = ByteBuffer.allocate((int) header.clusterSize());
    this.clusterBits = header.clusterSize() * Byte.SIZE;
    this.nextSlot = area.slots();
  }

  /** Marks a range of the disk, in bytes; each range lies behind the ones before. */
  public void add(long offset, long length) {
    if (offset < end || length < 0 || offset + length > area.header().size()) {
      throw new IllegalArgumentException("range " + offset + "+" + length + " after " + end);
    }
    end = offset + length;
    long last = (end + granularity - 1) / granularity;
    for (long bit = offset / granularity; bit < last; bit++) {
      storeClustersBefore(bit / clusterBits);
      int inCluster = (int) (bit - table.size() * clusterBits);
      int at = inCluster / Byte.SIZE;
      cluster.put(at, (byte) (cluster.get(at) | 1 << inCluster % Byte.SIZE));
    }
  }

  /**
   * Writes what is left, and the extension.
   *
   * @param id of the backup that the bitmap counts from
   * @param others features that the image keeps
   * @return the header to be written when the file is durable
   */
  public PloopHeader finish(UUID id, List<Feature> others) {
    int sectors = (int) (granularity / PloopHeader.SECTOR);
    storeClustersBefore(DirtyBitmap.tableLength(area.header(), sectors));
    List<Feature> features = new ArrayList<>(others);
    features.add(new DirtyBitmap(area.header().sizeSectors(), id, sectors, table).toFeature());
    long place = append(new FormatExtension(features).encode(cluster.capacity()));
    return area.header().withExtension(place);
  }

  private void storeClustersBefore(long index) {
    while (table.size() < index) {
      ByteBuffer empty = ByteBuffer.allocate(cluster.capacity());
      table.add(cluster.clear().equals(empty) ? DirtyBitmap.CLEAN : append(cluster));
      cluster.clear().put(empty).clear();
    }
  }

  private long append(ByteBuffer bytes) {
    long offset = area.offset(nextSlot++);
    area.entry(nextSlot - 1); // the format's reach
    file.write(bytes.clear(), offset);
    return offset / PloopHeader.SECTOR;
  }
}
