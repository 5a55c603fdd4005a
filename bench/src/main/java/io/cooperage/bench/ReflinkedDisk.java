package io.cooperage.bench;

import java.nio.file.Path;
import java.util.function.DoubleSupplier;

/**
 * A mounted loop file that shares its blocks with reflinks of it, as an image does with snapshots.
 */
final class ReflinkedDisk {
  private final PeerShell shell;
  private final Path file;
  private final DiskTarget target;
  private int next;

  /**
   * Mounts a file that holds an ext4.
   *
   * @param size bytes of the file in it that is loaded
   */
  ReflinkedDisk(PeerShell shell, BareDisks pool, Path file, long size) {
    this.shell = shell;
    this.file = file;
    this.target = new DiskTarget("reflinked loop's file", pool.mounted(file, size));
  }

  DiskTarget target() {
    return target;
  }

  /** Makes one more reflink of what has been written, which stays; answers its name. */
  String share() {
    String copy = file + "." + next++;
    shell.run("sync -f %s && cp --reflink=always %s %s".formatted(target.path(), file, copy));
    return copy;
  }

  /** Does something while there is one more reflink. */
  double whileShared(DoubleSupplier work) {
    String copy = share();
    try {
      return work.getAsDouble();
    } finally {
      shell.run("rm " + copy);
    }
  }
}
