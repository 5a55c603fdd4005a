package io.cooperage.storage.ploop.image;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;

/** Growth of mounted file systems to the size of their device. */
public final class FileSystemGrowth {
  private static final long EXT4_RESIZE = 0x40086610L;
  private static final long XFS_GEOMETRY = 0x8100587EL;
  private static final long XFS_GROW = 0x4010586EL;
  private static final int XFS_GEOMETRY_SIZE = 256;
  private static final int XFS_BLOCKS = 32;

  private FileSystemGrowth() {}

  /** Grows to so many bytes; ext4 asks for CAP_SYS_RESOURCE. */
  public static void grow(FileSystemKind kind, OwnedFd mount, long bytes) {
    try (OwnedFd root = OpenCalls.openAt(mount, ".", 0, OpenFlag.DIRECTORY);
        Scratch scratch = new Scratch()) {
      if (kind == FileSystemKind.EXT4) {
        Scratch.Block size = scratch.block(8);
        size.bytes().putLong(0, bytes / 4096);
        ioctl("EXT4_IOC_RESIZE_FS", root, EXT4_RESIZE, size);
        return;
      }
      Scratch.Block geometry = scratch.block(XFS_GEOMETRY_SIZE);
      ioctl("XFS_IOC_FSGEOMETRY", root, XFS_GEOMETRY, geometry);
      long blocks = bytes / geometry.bytes().getInt(0);
      if (geometry.bytes().getLong(XFS_BLOCKS) == blocks) {
        return;
      }
      Scratch.Block data = scratch.block(16);
      data.bytes().putLong(0, blocks);
      data.bytes().putInt(8, geometry.bytes().getInt(28));
      ioctl("XFS_IOC_FSGROWFSDATA", root, XFS_GROW, data);
    }
  }

  private static void ioctl(String name, OwnedFd root, long request, Scratch.Block argument) {
    Kernel.call(Syscall.IOCTL, name, root.fd(), request, argument.address());
  }
}
