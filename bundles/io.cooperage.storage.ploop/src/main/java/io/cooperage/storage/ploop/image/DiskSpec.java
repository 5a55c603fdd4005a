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

  /** Names everything that a ready-made image depends on; v1 is how we make them. */
  String key() {
    String root = content.map(t -> "root-" + t.digest()).orElse("empty");
    String holds = wholeRoot ? root : "overlay";
    String count = inodes == 0 ? "" : "-i" + inodes;
    return "v1-" + fileSystem.type() + "-" + (size >> 20) + "m" + count + "-" + holds;
  }
}
