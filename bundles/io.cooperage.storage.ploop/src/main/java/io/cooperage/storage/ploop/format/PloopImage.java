package io.cooperage.storage.ploop.format;

import io.cooperage.storage.ploop.format.DataArea.EntryState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image of any layout that was read strictly: header, every entry of the table, the extension.
 * No two clusters of the disk, of the extension or of its bitmaps share a place in the file.
 *
 * @param header its header
 * @param table its allocation table, which reads the file when asked
 * @param extension its format extension, without what may be dropped; empty if there is none
 * @param dirtyBitmaps those of the extension
 */
public record PloopImage(
    PloopHeader header,
    AllocationTable table,
    Optional<FormatExtension> extension,
    List<DirtyBitmap> dirtyBitmaps) {
  public PloopImage {
    dirtyBitmaps = List.copyOf(dirtyBitmaps);
  }

  /**
   * Reads an image. Time and memory are bounded by {@link DataArea#MOST_CLUSTERS}, and for each
   * image by the length of its table and one cluster.
   *
   * @param file its bytes, which must stay open as long as the table is used
   * @throws MalformedImageException naming the broken rule
   */
  public static PloopImage open(ImageBytes file) {
    PloopHeader header = PloopHeader.parse(file);
    DataArea area = new DataArea(header, file.size());
    AllocationTable table = new AllocationTable(file, area);
    ClusterSet used = table.requireSound();
    if (header.extensionSectors() == 0) {
      return new PloopImage(header, table, Optional.empty(), List.of());
    }
    claim(area, used, header.extensionSectors(), "format extension");
    FormatExtension extension = FormatExtension.parse(extensionCluster(file, header));
    extension.requireUnderstood();
    List<DirtyBitmap> bitmaps = new ArrayList<>();
    for (Feature feature : extension.features()) {
      if (feature.magic() == DirtyBitmap.MAGIC) {
        DirtyBitmap bitmap = DirtyBitmap.parse(feature, area);
        claimTable(area, used, bitmap);
        bitmaps.add(bitmap);
      }
    }
    return new PloopImage(header, table, Optional.of(extension.kept()), bitmaps);
  }

  /** Reads the cluster that the header names; it must lie in the file. */
  static ByteBuffer extensionCluster(ImageBytes file, PloopHeader header) {
    ByteBuffer cluster = ByteBuffer.allocate((int) header.clusterSize());
    file.read(cluster, header.extensionSectors() * PloopHeader.SECTOR);
    return cluster.flip();
  }

  private static void claimTable(DataArea area, ClusterSet used, DirtyBitmap bitmap) {
    for (long place : bitmap.table()) {
      if (place != DirtyBitmap.CLEAN && place != DirtyBitmap.DIRTY) {
        claim(area, used, place, "dirty bitmap");
      }
    }
  }

  private static void claim(DataArea area, ClusterSet used, long sectors, String what) {
    boolean inRange = sectors > 0 && sectors <= area.fileSize() / PloopHeader.SECTOR;
    long offset = inRange ? sectors * PloopHeader.SECTOR : 0;
    if (!inRange || area.stateOfOffset(offset) != EntryState.MAPPED) {
      throw new MalformedImageException("the image's " + what + " lies in no cluster of the file");
    }
    if (!used.add(area.slotAt(offset))) {
      throw new MalformedImageException("the image's " + what + " lies in a cluster that is taken");
    }
  }
}
