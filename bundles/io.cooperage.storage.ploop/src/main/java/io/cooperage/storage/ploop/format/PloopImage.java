package io.cooperage.storage.ploop.format;

import java.util.List;
import java.util.Optional;

/**
 * An image of any layout that was read strictly: header, every entry of the table, the extension.
 * No two clusters of the disk, of the extension or of its bitmaps share a place in the file.
 *
 * @param header its header
 * @param table its allocation table, which reads the file when asked
 * @param allocated how many clusters of the disk are stored in it
 * @param extension its format extension, without what may be dropped; empty if there is none
 * @param dirtyBitmaps those of the extension
 */
public record PloopImage(
    PloopHeader header,
    AllocationTable table,
    long allocated,
    Optional<FormatExtension> extension,
    List<DirtyBitmap> dirtyBitmaps) {
  public PloopImage {
    dirtyBitmaps = List.copyOf(dirtyBitmaps);
  }

  /** Whether every cluster is stored, so that nothing is read from an image beneath. */
  public boolean complete() {
    return allocated == header.entries();
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
    long allocated = used.size();
    if (header.extensionSectors() == 0) {
      return new PloopImage(header, table, allocated, Optional.empty(), List.of());
    }
    ExtensionReader reader = new ExtensionReader(file, area, used);
    FormatExtension extension = reader.read();
    extension.requireUnderstood();
    List<DirtyBitmap> bitmaps = reader.bitmaps(extension);
    return new PloopImage(header, table, allocated, Optional.of(extension.kept()), bitmaps);
  }
}
