package io.cooperage.storage.ploop.attach;

import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.SourceDisks;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image of the host that is to be attached.
 *
 * @param path the file or folder, absolute
 * @param format what it was opened as; it is never guessed again
 * @param disk its content, borrowed
 * @param map where that lies; empty if some of it is stored in another form, or in too many pieces
 */
public record DiskImage(Path path, DiskFormat format, VirtualDisk disk, Optional<DiskMap> map) {
  /** An image that was opened. */
  public static DiskImage of(Path path, DiskFormat format, VirtualDisk disk) {
    return new DiskImage(path.toAbsolutePath(), format, disk, DiskMap.of(disk));
  }

  /** Opens it once more, to be served for longer than the caller has it open. */
  VirtualDisk again() {
    return SourceDisks.open(path, format);
  }
}
