package io.cooperage.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loop devices with direct I/O over files, and files of the host, without anything of ours. Devices
 * and mounts are the shell's own: they end with it, whatever ends it.
 */
final class BareDisks implements AutoCloseable {
  private static final int DATA_AT = 48;
  private static final int SECTOR = 512;

  private final PeerShell shell;
  private final Path folder;
  private int next = 3;

  /**
   * Prepares.
   *
   * @param folder is made, and removed when this is closed; after the shell
   */
  BareDisks(PeerShell shell, Path folder) {
    this.shell = shell;
    this.folder = folder;
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** A new sparse file. */
  Path sparse(String name, long size) {
    Path file = folder.resolve(name);
    try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
      created.setLength(size);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The device of a file, from an offset on. */
  Path device(Path file, long offset) {
    // The shell's own descriptor holds the device, which is told to end with its last user.
    String line = attached(file, offset) + " && exec %d<$dev && losetup -d $dev && echo $dev";
    return Path.of(shell.output(line.formatted(next++)).strip());
  }

  /** A file of so many bytes, whole MiB, in the ext4 that a file holds; made as a CT's is. */
  Path mounted(Path file, long size) {
    Path place = folder.resolve(file.getFileName() + ".mount");
    Path inside = place.resolve("load");
    shell.run(
        attached(file, 0)
            + (" && mkdir %1$s && mount -t ext4 $dev %1$s && losetup -d $dev"
                    + " && dd if=/dev/zero of=%3$s bs=1M count=%2$d conv=fsync status=none")
                .formatted(place, size >> 20, inside));
    return inside;
  }

  // As our own are attached; the kernel falls back silently where it cannot do direct I/O.
  private static String attached(Path file, long offset) {
    return ("dev=$(losetup --find --show --direct-io=on --sector-size 4096 --offset %d %s)"
            + " && { [ $(cat /sys/block/${dev#/dev/}/loop/dio) = 1 ]"
            + " || { losetup -d $dev; echo no direct I/O; false; }; }")
        .formatted(offset, file);
  }

  /** Where the data of a ploop image begins, in bytes. */
  static long dataOffset(Path image) {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
      byte[] header = new byte[64];
      file.readFully(header);
      int sectors = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(DATA_AT);
      return (long) SECTOR * sectors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    FolderTree.remove(folder);
  }
}
