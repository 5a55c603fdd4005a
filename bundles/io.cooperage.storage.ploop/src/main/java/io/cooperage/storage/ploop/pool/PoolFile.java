package io.cooperage.storage.ploop.pool;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.RegularFile;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A pool in a sparse file: an xfs behind a loop device with direct I/O. The device ends with the
 * mount.
 */
final class PoolFile {
  private static final int LOOP_MAJOR = 7;
  private static final long PAUSE_NANOS = 20_000_000;

  private final Path file;

  PoolFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  boolean exists() {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes the file whole: it bears its name only when the file system in it is complete. */
  void make(long size) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(unfinished);
      try (OwnedFd fd =
          OpenCalls.create(
              unfinished, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
        FileCalls.resize(fd, size);
        Tools.MKFS_XFS.run(
            Tool.UNATTENDED,
            "-q",
            "-f",
            "-s",
            "size=4096",
            "-m",
            "reflink=1,rmapbt=0",
            unfinished.toString());
        FileCalls.sync(fd);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      DiskFolder.sync(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this file's xfs is what one finds at a folder. */
  boolean mountedAt(Path folder) {
    FileStatus status = StatusCalls.status(folder);
    if (status.fileSystem().major() != LOOP_MAJOR) {
      return false;
    }
    FileStatus own = StatusCalls.status(file);
    try (LoopDevice device = LoopDevice.open(status.fileSystem().minor(), false)) {
      return device
          .status()
          .filter(s -> s.inode() == own.inode() && s.fileSystem().equals(own.fileSystem()))
          .isPresent();
    }
  }

  /** Mounts it at a folder. */
  void mountAt(Path folder) {
    try (LoopDevice device = attach();
        FileSystemContext context = FileSystemContext.open("xfs")) {
      context.option("source", device.path().toString());
      try (OwnedFd mount = context.create().mount()) {
        MountCalls.move(mount, folder);
      }
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "cannot mount the pool " + file + ": " + e.getMessage(), "", e);
    }
  }

  /**
   * Unmounts it from a folder; its device ends with its last user.
   *
   * @param patience how long users may take to go
   * @throws ContainerException IN_USE if somebody works in it still
   */
  void unmount(Path folder, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!tryUnmount(folder)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new ContainerException(
            ErrorCode.IN_USE,
            "somebody still works in " + folder,
            "fuser -vm " + folder + " names the processes");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean tryUnmount(Path folder) {
    try {
      MountCalls.unmount(folder);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EBUSY)) {
        return false;
      }
      throw e;
    }
  }

  // The lock goes with the open file into the loop driver, so that never two devices serve it.
  private LoopDevice attach() {
    try (OwnedFd fd = RegularFile.open(file, OpenFlag.READ_WRITE)) {
      if (LockCalls.tryLockRange(fd, true, 0, 0)) {
        return LoopDevices.attach(fd, LoopRequest.forImage());
      }
      List<Integer> devices = LoopDevices.attachedTo(fd);
      if (devices.isEmpty()) {
        throw new ContainerException(
            ErrorCode.IN_USE,
            "the pool " + file + " is locked by another program",
            "find it with fuser, or give this node another state folder");
      }
      // The same device is the same file system, wherever else it is mounted.
      return LoopDevice.open(devices.get(0), true);
    }
  }
}
