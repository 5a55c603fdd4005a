package io.cooperage.storage.ploop.pool;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.ExtentCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.image.RegularFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Files that share blocks. */
public final class Reflink {
  private static final int BLOCK = 4096;

  private Reflink() {}

  /** Whether files below a folder can share blocks; tried out with two unnamed files. */
  public static boolean supported(Path folder) {
    try (OwnedFd source = OpenCalls.create(folder, 0600, OpenFlag.TEMPORARY, OpenFlag.READ_WRITE);
        OwnedFd target = OpenCalls.create(folder, 0600, OpenFlag.TEMPORARY, OpenFlag.READ_WRITE)) {
      FileCalls.write(source, ByteBuffer.allocate(BLOCK), 0);
      ExtentCalls.cloneWhole(source, target);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EOPNOTSUPP, Errno.ENOTTY, Errno.EINVAL, Errno.EISDIR)) {
        return false;
      }
      throw e;
    }
  }

  /** Makes a new file that shares all blocks of another one. */
  public static void copy(Path source, Path target) {
    try (OwnedFd from = RegularFile.open(source);
        OwnedFd to =
            OpenCalls.create(
                target, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
      ExtentCalls.cloneWhole(from, to);
    }
  }
}
