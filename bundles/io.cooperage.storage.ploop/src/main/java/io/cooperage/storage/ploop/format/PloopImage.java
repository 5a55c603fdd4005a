package io.cooperage.storage.ploop.format;

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
    ExtensionReader reader = new ExtensionReader(file, area, used);
    FormatExtension extension = reader.read();
    extension.requireUnderstood();
    List<DirtyBitmap> bitmaps = reader.bitmaps(extension);
    return new PloopImage(header, table, Optional.of(extension.kept()), bitmaps);
  }
}
