package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.SourceDisks;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the kernel keeps of an image that this bundle serves, so that a new daemon can go on with
 * it.
 *
 * @param prefix of the node
 * @param print of the files as they were
 * @param format of the image
 * @param path of the image
 */
record ServedImage(String prefix, UUID print, DiskFormat format, Path path) {
  private static final int PARTS = 4;

  static ServedImage of(String prefix, DiskImage image) {
    return new ServedImage(prefix, print(image.disk()), image.format(), image.path());
  }

  /** Reads a text; empty if it is not of that node. */
  static Optional<ServedImage> parse(String prefix, String text) {
    String[] parts = text.split(" ", PARTS);
    if (parts.length != PARTS || !parts[0].equals(prefix)) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(URI.create("file://" + parts[3]));
      return Optional.of(
          new ServedImage(prefix, UUID.fromString(parts[1]), DiskFormat.valueOf(parts[2]), path));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // of another version of this bundle
    }
  }

  String text() {
    return String.join(" ", prefix, print.toString(), format.name(), path.toUri().getRawPath());
  }

  /**
   * Opens the image again.
   *
   * @throws MalformedImageException if it is another one by now
   */
  VirtualDisk open() {
    VirtualDisk disk = SourceDisks.open(path, format);
    if (!print(disk).equals(print)) {
      disk.close();
      throw new MalformedImageException(path + " was changed while nobody held it");
    }
    return disk;
  }

  private static UUID print(VirtualDisk disk) {
    String all = disk.files().stream().map(ServedImage::print).collect(Collectors.joining("\n"));
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
  }

  private static String print(OwnedFd file) {
    FileStatus now = StatusCalls.status(file);
    return String.join(
        " ",
        now.fileSystem().toString(),
        Long.toString(now.inode()),
        Long.toString(now.size()),
        now.modified().toString());
  }
}
