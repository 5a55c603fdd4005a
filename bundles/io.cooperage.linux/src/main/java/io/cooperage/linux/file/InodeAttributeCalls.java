package io.cooperage.linux.file;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;

/**
 * Flags of an inode ({@code FS_IOC_GETFLAGS}, {@code FS_IOC_FSGETXATTR}) and trimming of its file
 * system.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/ioctl_iflags.2.html">ioctl_iflags(2)</a>
 */
public final class InodeAttributeCalls {
  /** Cannot be changed, not even by root. */
  public static final int IMMUTABLE = 0x10;

  /** Not copied on write (btrfs). */
  public static final int NO_COW = 0x00800000;

  private static final long GETFLAGS = 0x80086601L;
  private static final long SETFLAGS = 0x40086602L;
  private static final long FSGETXATTR = 0x801C581FL;
  private static final long FSSETXATTR = 0x401C5820L;
  private static final long FITRIM = 0xC0185879L;
  private static final int FSXATTR_SIZE = 28;

  private InodeAttributeCalls() {}

  /** Returns the flags that {@code lsattr(1)} shows, as {@code FS_..._FL} bits. */
  public static int flags(OwnedFd file) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(8);
      ioctl(file, "FS_IOC_GETFLAGS", GETFLAGS, block);
      return block.bytes().getInt(0);
    }
  }

  /** Sets the flags that {@code chattr(1)} sets. */
  public static void setFlags(OwnedFd file, int flags) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(8);
      block.bytes().putInt(0, flags);
      ioctl(file, "FS_IOC_SETFLAGS", SETFLAGS, block);
    }
  }

  /** Returns the project id that quotas count the inode under. */
  public static int project(OwnedFd file) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(FSXATTR_SIZE);
      ioctl(file, "FS_IOC_FSGETXATTR", FSGETXATTR, block);
      return block.bytes().getInt(12);
    }
  }

  /** Sets the project id, and whether new entries of a directory inherit it. */
  public static void setProject(OwnedFd file, int project, boolean inherit) {
    final int inheritBit = 0x200;
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(FSXATTR_SIZE);
      ioctl(file, "FS_IOC_FSGETXATTR", FSGETXATTR, block);
      int flags = block.bytes().getInt(0);
      block.bytes().putInt(0, inherit ? flags | inheritBit : flags & ~inheritBit);
      block.bytes().putInt(12, project);
      ioctl(file, "FS_IOC_FSSETXATTR", FSSETXATTR, block);
    }
  }

  /**
   * Discards unused blocks of the mounted file system that a directory lies on; returns how many
   * bytes.
   */
  public static long trim(OwnedFd directory) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block range = scratch.block(24);
      range.bytes().putLong(0, 0).putLong(8, Long.MAX_VALUE).putLong(16, 0);
      ioctl(directory, "FITRIM", FITRIM, range);
      return range.bytes().getLong(8);
    }
  }

  private static void ioctl(OwnedFd file, String name, long request, Scratch.Block block) {
    Kernel.call(Syscall.IOCTL, name + " " + file.title(), file.fd(), request, block.address());
  }
}
