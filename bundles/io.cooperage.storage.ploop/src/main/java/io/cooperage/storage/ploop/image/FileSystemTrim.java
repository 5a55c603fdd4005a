package io.cooperage.storage.ploop.image;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;

/** Gives back the blocks that a mounted file system does not use, as fstrim(8) does. */
public final class FileSystemTrim {
  private static final long TRIM = 0xC0185879L;
  private static final long XFS_FREE_BLOCKS = 0x8080583AL;
  private static final int XFS_FREE_BLOCKS_SIZE = 128;
  // The kernel cannot be interrupted in one call.
  private static final long PIECE = 16L << 30;

  private FileSystemTrim() {}

  /**
   * Trims the whole file system.
   *
   * @param bytes size of the file system
   * @param alive run between pieces; throws if the work was cancelled
   * @throws io.cooperage.linux.LinuxException EOPNOTSUPP if the device takes no discards, EROFS
   */
  public static void run(FileSystemKind kind, OwnedFd mount, long bytes, Runnable alive) {
    try (OwnedFd root = OpenCalls.openAt(mount, ".", 0, OpenFlag.DIRECTORY);
        Scratch scratch = new Scratch()) {
      if (kind == FileSystemKind.XFS) {
        endDeletions(root, scratch);
      }
      Scratch.Block range = scratch.block(24);
      for (long start = 0; start < bytes; start += PIECE) {
        alive.run();
        range.bytes().putLong(0, start).putLong(8, Math.min(PIECE, bytes - start)).putLong(16, 0);
        Kernel.call(Syscall.IOCTL, "FITRIM", root.fd(), TRIM, range.address());
      }
    }
  }

  // XFS frees the blocks of deleted files later; this call waits for that (kernel 5.14).
  private static void endDeletions(OwnedFd root, Scratch scratch) {
    Scratch.Block request = scratch.block(XFS_FREE_BLOCKS_SIZE);
    request.bytes().putInt(0, 1).putInt(4, 1);
    Kernel.call(
        Syscall.IOCTL, "XFS_IOC_FREE_EOFBLOCKS", root.fd(), XFS_FREE_BLOCKS, request.address());
  }
}
