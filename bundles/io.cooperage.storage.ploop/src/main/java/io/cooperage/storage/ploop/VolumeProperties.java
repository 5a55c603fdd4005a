package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.image.DiskSpec;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.Layout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored of a disk with its CT.
 *
 * @param size bytes
 * @param asked bytes that were asked for, before they were rounded up to the size
 * @param inodes number of inodes that was asked for, 0 if none was
 * @param template digest of the template below it; empty if it needs none
 */
record VolumeProperties(
    Layout layout,
    FileSystemKind fileSystem,
    long size,
    long asked,
    long inodes,
    Optional<String> template) {
  private static final String LAYOUT = "layout";
  private static final String FSTYPE = "fstype";
  private static final String SIZE = "size";
  private static final String ASKED = "asked";
  private static final String INODES = "inodes";
  private static final String TEMPLATE = "template";

  /** The properties of a disk that was made so. */
  static VolumeProperties of(DiskSpec spec, long asked, Optional<TemplateImage> template) {
    return new VolumeProperties(
        spec.wholeRoot() ? Layout.PLOOP : Layout.PLOOP_OVERLAY,
        spec.fileSystem(),
        spec.size(),
        asked,
        spec.inodes(),
        spec.wholeRoot() ? Optional.empty() : template.map(TemplateImage::digest));
  }

  /**
   * Reads them back.
   *
   * @throws ContainerException BROKEN_CONTAINER if they are not those of a disk
   */
  static VolumeProperties of(Volume volume) {
    try {
      return new VolumeProperties(
          Layout.of(volume.property(LAYOUT)),
          FileSystemKind.of(volume.property(FSTYPE)),
          Long.parseLong(volume.property(SIZE)),
          number(volume, ASKED, volume.property(SIZE)),
          number(volume, INODES, "0"),
          Optional.of(volume.property(TEMPLATE)).filter(t -> !t.isEmpty()));
    } catch (NumberFormatException e) {
      throw new ContainerException(
          ErrorCode.BROKEN_CONTAINER,
          "the stored disk of CT " + volume.container() + " has no valid size",
          "mend container.json, or restore it from a backup",
          e);
    }
  }

  VolumeProperties withSize(long bytes, long askedBytes) {
    return new VolumeProperties(layout, fileSystem, bytes, askedBytes, inodes, template);
  }

  /** As a volume stores them. */
  Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    texts.put(LAYOUT, layout.word());
    texts.put(FSTYPE, fileSystem.type());
    texts.put(SIZE, Long.toString(size));
    if (asked != size) {
      texts.put(ASKED, Long.toString(asked));
    }
    if (inodes > 0) {
      texts.put(INODES, Long.toString(inodes));
    }
    template.ifPresent(digest -> texts.put(TEMPLATE, digest));
    return texts;
  }

  private static long number(Volume volume, String name, String otherwise) {
    String text = volume.property(name);
    return Long.parseLong(text.isEmpty() ? otherwise : text);
  }
}
