package io.cooperage.storage.ploop.image;

import io.cooperage.spi.template.TemplateImage;
import java.util.Optional;

/**
 * What a new disk shall be.
 *
 * @param size bytes, a multiple of 1 MiB
 * @param inodes number of inodes, 0 for the file system's own choice
 * @param content the template that the disk holds a copy of; empty for a disk over a shared
 *     template
 */
public record DiskSpec(
    FileSystemKind fileSystem,
    long size,
    long inodes,
    boolean wholeRoot,
    Optional<TemplateImage> content) {

  /** How we make images. */
  static final String VERSION = "v1";

  /** Names everything that a ready-made image depends on. */
  String key() {
    String root = content.map(t -> "root-" + t.digest()).orElse("empty");
    String holds = wholeRoot ? root : "overlay";
    String count = inodes == 0 ? "" : "-i" + inodes;
    return VERSION + "-" + fileSystem.type() + "-" + (size >> 20) + "m" + count + "-" + holds;
  }
}
