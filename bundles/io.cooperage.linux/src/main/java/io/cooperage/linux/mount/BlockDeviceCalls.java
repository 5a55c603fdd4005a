package io.cooperage.linux.mount;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;

/** What an open block device says of itself. */
public final class BlockDeviceCalls {
  private static final long BLKGETSIZE64 = 0x80081272L;
  private static final long BLKSSZGET = 0x1268L;
  private static final long BLKFLSBUF = 0x1261L;

  private BlockDeviceCalls() {}

  /** Returns the size in bytes. */
  public static long size(OwnedFd device) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block size = scratch.block(8);
      Kernel.call(
          Syscall.IOCTL,
          "BLKGETSIZE64 " + device.title(),
          device.fd(),
          BLKGETSIZE64,
          size.address());
      return size.bytes().getLong(0);
    }
  }

  /** Returns the size of a logical sector in bytes. */
  public static int sectorSize(OwnedFd device) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block size = scratch.block(4);
      Kernel.call(
          Syscall.IOCTL, "BLKSSZGET " + device.title(), device.fd(), BLKSSZGET, size.address());
      return size.bytes().getInt(0);
    }
  }

  /** Writes what is cached of the device and forgets the cache. */
  public static void flush(OwnedFd device) {
    Kernel.call(Syscall.IOCTL, "BLKFLSBUF " + device.title(), device.fd(), BLKFLSBUF, 0);
  }
}
