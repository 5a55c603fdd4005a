package io.cooperage.linux.file;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Asks for and changes what the kernel keeps about a file: type, owner, permissions, times. */
public final class StatusCalls {
  private static final int CURRENT_DIRECTORY = -100;
  private static final int SYMLINK_NO_FOLLOW = 0x100;
  private static final int EMPTY_PATH = 0x1000;
  private static final int BASIC_AND_MOUNT_ID = 0x7ff | 0x1000;
  private static final int STATX_SIZE = 256;
  private static final int STATFS_SIZE = 120;

  private StatusCalls() {}

  /** Returns the status of an open file. */
  public static FileStatus status(OwnedFd file) {
    return statx(file.fd(), "", EMPTY_PATH, file.title());
  }

  /** Returns the status of a host file; a symbolic link is followed. */
  public static FileStatus status(Path path) {
    return statx(CURRENT_DIRECTORY, path.toString(), 0, path.toString());
  }

  /**
   * Returns the status of a name in a directory, of the link itself when it is one, or nothing when
   * it is missing.
   */
  public static Optional<FileStatus> find(OwnedFd directory, String name) {
    try {
      return Optional.of(statx(directory.fd(), name, SYMLINK_NO_FOLLOW, name));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns size and type of the file system that an open file lies on. */
  public static FileSystemStatus fileSystem(OwnedFd file) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(STATFS_SIZE);
      Kernel.call(Syscall.FSTATFS, file.title(), file.fd(), block.address());
      ByteBuffer b = block.bytes();
      long size = b.getLong(8);
      return new FileSystemStatus(
          b.getLong(0) & 0xffffffffL,
          size,
          b.getLong(16) * size,
          b.getLong(24) * size,
          b.getLong(32) * size,
          b.getLong(40),
          b.getLong(48));
    }
  }

  /** Sets owner and group of an open file; -1 leaves one alone. */
  public static void changeOwner(OwnedFd file, long owner, long group) {
    Kernel.call(Syscall.FCHOWN, file.title(), file.fd(), owner, group);
  }

  /**
   * Sets owner and group of a name in a directory, of the link itself when it is one; -1 leaves one
   * alone.
   */
  public static void changeOwner(OwnedFd directory, String name, long owner, long group) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(
          Syscall.FCHOWNAT,
          name,
          directory.fd(),
          scratch.text(name),
          owner,
          group,
          SYMLINK_NO_FOLLOW);
    }
  }

  /**
   * Sets the permission bits of a name in a directory, following a symbolic link there: for trusted
   * folders only.
   */
  public static void changePermissions(OwnedFd directory, String name, int permissions) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(Syscall.FCHMODAT, name, directory.fd(), scratch.text(name), permissions);
    }
  }

  /** Sets the permission bits, 0..07777, of an open file. */
  public static void changePermissions(OwnedFd file, int permissions) {
    Kernel.call(Syscall.FCHMOD, file.title(), file.fd(), permissions);
  }

  private static FileStatus statx(int directory, String name, int flags, String about) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(STATX_SIZE);
      Kernel.call(
          Syscall.STATX,
          about,
          directory,
          scratch.text(name),
          flags,
          BASIC_AND_MOUNT_ID,
          block.address());
      return decode(block.bytes());
    }
  }

  private static FileStatus decode(ByteBuffer b) {
    int mode = Short.toUnsignedInt(b.getShort(28));
    return new FileStatus(
        FileType.ofMode(mode),
        mode & 07777,
        Integer.toUnsignedLong(b.getInt(20)),
        Integer.toUnsignedLong(b.getInt(24)),
        b.getLong(40),
        b.getLong(48) * 512,
        b.getLong(32),
        Integer.toUnsignedLong(b.getInt(16)),
        Instant.ofEpochSecond(b.getLong(112), b.getInt(120)),
        new DeviceNumber(b.getInt(136), b.getInt(140)),
        new DeviceNumber(b.getInt(128), b.getInt(132)),
        b.getLong(144));
  }
}
