package io.cooperage.storage.ploop.convert;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Writes a disk into a new file of some format. The file gets its name when it is complete and
 * durable; nothing is left of one that failed or was cancelled.
 *
 * @param contentSize true size of the content in bytes
 * @param diskSize size of the disk in the new image in bytes; what was added reads as zeros
 */
public record Conversion(long contentSize, long diskSize) {
  private static final int OWNER_ONLY = 0600;

  /**
   * Converts.
   *
   * @param source stays open and the caller's
   * @param target a name in an existing folder; no file of that name may exist
   * @throws ContainerException BAD_VALUE if the target exists, or its format cannot hold the size
   * @throws io.cooperage.storage.ploop.format.MalformedImageException if the source turns out bad
   * @throws LinuxException ENOSPC and others
   */
  public static Conversion run(
      VirtualDisk source, Path target, TargetFormat format, Progress progress) {
    Conversion conversion = new Conversion(source.size(), diskSize(source, format));
    requireMissing(target);
    Path whole = target.toAbsolutePath();
    String name = whole.getFileName().toString();
    String part = partName(name);
    try (OwnedFd folder = OpenCalls.open(whole.getParent(), OpenFlag.DIRECTORY);
        OwnedFd file = partFile(folder, part, target)) {
      try {
        format.writer().write(source, file, progress);
        FileCalls.sync(file);
        publish(folder, part, name, target);
      } catch (RuntimeException | Error e) {
        DirectoryCalls.removeFile(folder, part);
        throw e;
      }
      FileCalls.sync(folder);
    }
    return conversion;
  }

  /** Removes what a conversion to that target left when it was cut off, unless one is at work. */
  public static void abandon(Path target) {
    Path whole = target.toAbsolutePath();
    String part = partName(whole.getFileName().toString());
    if (!Files.isRegularFile(whole.resolveSibling(part), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (OwnedFd folder = OpenCalls.open(whole.getParent(), OpenFlag.DIRECTORY);
        OwnedFd file =
            OpenCalls.openAt(
                folder, part, 0, OpenFlag.READ_WRITE, OpenFlag.NO_FOLLOW, OpenFlag.NON_BLOCKING)) {
      if (LockCalls.tryLockRange(file, true, 0, 0)) {
        DirectoryCalls.removeFile(folder, part);
        FileCalls.sync(folder);
      }
    }
  }

  private static long diskSize(VirtualDisk source, TargetFormat format) {
    try {
      return format.writer().diskSize(source.size());
    } catch (IllegalArgumentException e) {
      throw new ContainerException(ErrorCode.BAD_VALUE, e.getMessage(), "choose another format", e);
    }
  }

  // What a crash left under this name is nobody's, since nobody has it locked. It makes way for a
  // file that is ours alone, for it may be another user's, or have another name too.
  private static OwnedFd partFile(OwnedFd folder, String part, Path target) {
    try {
      return newPart(folder, part, target);
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    try (OwnedFd old =
        OpenCalls.openAt(
            folder, part, 0, OpenFlag.READ_WRITE, OpenFlag.NO_FOLLOW, OpenFlag.NON_BLOCKING)) {
      requireOwn(LockCalls.tryLockRange(old, true, 0, 0), folder, part, old, target);
      DirectoryCalls.removeFile(folder, part);
      return newPart(folder, part, target);
    }
  }

  private static OwnedFd newPart(OwnedFd folder, String part, Path target) {
    OwnedFd file =
        OpenCalls.openAt(
            folder,
            part,
            OWNER_ONLY,
            OpenFlag.READ_WRITE,
            OpenFlag.CREATE,
            OpenFlag.EXCLUSIVE,
            OpenFlag.NO_FOLLOW);
    try {
      requireOwn(LockCalls.tryLockRange(file, true, 0, 0), folder, part, file, target);
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** What a target is called while it is being made. */
  static String partName(String name) {
    return "." + name + ".part";
  }

  static void requireMissing(Path target) {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(target);
    }
  }

  /**
   * Makes sure that what was opened and locked is still what its name names: whoever had it locked
   * before may have published it meanwhile.
   */
  static void requireOwn(boolean locked, OwnedFd folder, String part, OwnedFd opened, Path target) {
    long inode = StatusCalls.status(opened).inode();
    boolean named = StatusCalls.find(folder, part).filter(s -> s.inode() == inode).isPresent();
    if (!locked || !named) {
      throw new ContainerException(
          ErrorCode.IN_USE, target + " is being written by another job", "wait for that");
    }
  }

  /** Gives a complete target its name. */
  static void publish(OwnedFd folder, String part, String name, Path target) {
    try {
      DirectoryCalls.renameNew(folder, part, folder, name);
    } catch (LinuxException e) {
      throw e.is(Errno.EEXIST) ? exists(target) : e;
    }
  }

  private static ContainerException exists(Path target) {
    return new ContainerException(
        ErrorCode.BAD_VALUE, target + " exists", "name a file that does not");
  }
}
