package io.cooperage.storage.ploop.format;

import io.cooperage.storage.ploop.format.DataArea.EntryState;
import java.util.ArrayList;
import java.util.List;

/** Reads the format extension of an image, whose clusters must be nobody else's. */
final class ExtensionReader {
  private final ImageBytes file;
  private final DataArea area;
  private final ClusterSet used;
  private final long place;

  /**
   * Reads the cluster that the header names.
   *
   * @param used slots that are taken; those of the extension are added
   */
  ExtensionReader(ImageBytes file, DataArea area, ClusterSet used) {
    this.file = file;
    this.area = area;
    this.used = used;
    long sectors = area.header().extensionSectors();
    claim(sectors, "format extension");
    this.place = sectors * PloopHeader.SECTOR;
  }

  /** The extension, read strictly; unknown features may be in it. */
  FormatExtension read() {
    return FormatExtension.parse(file, place, area.header().clusterSize());
  }

  /** The extension, whatever its checksum says. */
  FormatExtension unverified() {
    return FormatExtension.unverified(file, place, area.header().clusterSize());
  }

  /** The dirty bitmaps of an extension; their clusters are taken from then on. */
  List<DirtyBitmap> bitmaps(FormatExtension extension) {
    List<DirtyBitmap> bitmaps = new ArrayList<>();
    for (Feature feature : extension.features()) {
      if (feature.magic() == DirtyBitmap.MAGIC) {
        DirtyBitmap bitmap = DirtyBitmap.parse(feature, area);
        bitmap.table().stream()
            .filter(place -> place != DirtyBitmap.CLEAN && place != DirtyBitmap.DIRTY)
            .forEach(place -> claim(place, "dirty bitmap"));
        bitmaps.add(bitmap);
      }
    }
    return bitmaps;
  }

  boolean sound() {
    try {
      bitmaps(read());
      return true;
    } catch (MalformedImageException e) {
      return false;
    }
  }

  private void claim(long sectors, String what) {
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
