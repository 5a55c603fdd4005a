package io.cooperage.storage.ploop.convert;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens image files, with a lock that keeps writers away as long as they are open. */
public final class SourceFile {
  private SourceFile() {}

  /**
   * Opens a regular file, and nothing else.
   *
   * @throws ContainerException IN_USE while a device or another program writes to it
   */
  public static OwnedFd open(Path path, OpenFlag... flags) {
    return open(path, false, flags);
  }

  /**
   * Opens a regular file for reading and writing, for nobody else.
   *
   * @throws ContainerException IN_USE while a device or another program uses it
   */
  public static OwnedFd openAlone(Path path) {
    return open(path, true, OpenFlag.READ_WRITE);
  }

  private static OwnedFd open(Path path, boolean alone, OpenFlag... flags) {
    OpenFlag[] all = Arrays.copyOf(flags, flags.length + 1);
    all[flags.length] = OpenFlag.NON_BLOCKING; // or a FIFO would hold us up
    OwnedFd file = OpenCalls.open(path, all);
    try {
      if (StatusCalls.status(file).type() != FileType.REGULAR) {
        throw new MalformedImageException(path + " is not a regular file");
      }
      if (!LockCalls.tryLockRange(file, alone, 0, 0)) {
        throw new ContainerException(
            ErrorCode.IN_USE,
            "the image " + path + " is in use",
            "stop or unmount what uses it, or take a snapshot and use that");
      }
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }
}
