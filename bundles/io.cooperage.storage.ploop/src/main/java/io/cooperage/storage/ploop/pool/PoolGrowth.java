package io.cooperage.storage.ploop.pool;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.storage.ploop.image.FileSystemGrowth;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.RegularFile;
import java.nio.file.Path;

/**
 * Makes a pool in a file larger while it is mounted: file, device, file system. Each step finds
 * what an interrupted one left and may be done again. One thread at a time.
 */
public final class PoolGrowth {
  private static final long MIB = 1 << 20;

  private PoolGrowth() {}

  /**
   * Grows it to so many bytes, rounded down to whole MiB.
   *
   * @return the size of its file now
   * @throws ContainerException BAD_VALUE if it is larger already, NO_SPACE if the host could not
   *     hold it when full, UNSUPPORTED if it is no file
   */
  public static long run(Pool pool, long bytes) {
    Path path = pool.file().orElseThrow(() -> ofHost(pool));
    long size = bytes / MIB * MIB;
    try (OwnedFd file = RegularFile.open(path, OpenFlag.READ_WRITE);
        OwnedFd root = OpenCalls.open(pool.root(), OpenFlag.DIRECTORY)) {
      FileStatus now = StatusCalls.status(file);
      requireGrowth(pool, now.size(), size);
      requireRoom(path, file, size - now.allocated());
      FileCalls.resize(file, size);
      FileCalls.sync(file);
      int device = StatusCalls.status(root).fileSystem().minor();
      try (LoopDevice loop = LoopDevice.open(device, true)) {
        loop.refreshCapacity();
      }
      FileSystemGrowth.grow(FileSystemKind.XFS, root, size);
    }
    return size;
  }

  private static ContainerException ofHost(Pool pool) {
    return new ContainerException(
        ErrorCode.UNSUPPORTED,
        "the pool " + pool.root() + " lies on a file system of the host, not in a file",
        "Grow that file system; the pool has the new space at once.");
  }

  private static void requireGrowth(Pool pool, long now, long size) {
    if (size < now) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          Problem.of(
              "size",
              size / MIB + "M",
              "is less than the "
                  + now / MIB
                  + "M of the pool "
                  + pool.root()
                  + ", and an xfs cannot shrink"));
    }
  }

  // A pool that the host cannot hold would be full before it says so.
  private static void requireRoom(Path path, OwnedFd file, long needed) {
    long free = StatusCalls.fileSystem(file).availableBytes();
    if (needed > free) {
      throw new ContainerException(
          ErrorCode.NO_SPACE,
          "the file system of "
              + path
              + " has "
              + free / MIB
              + " MiB free, and a pool of that size may come to need "
              + needed / MIB
              + " MiB more",
          "Ask for less, or free space there.");
    }
  }
}
