package io.cooperage.storage.ploop.convert;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.image.RegularFile;
import java.nio.file.Path;

/** Opens image files, with a lock that keeps writers away as long as they are open. */
public final class SourceFile {
  private SourceFile() {}

  /**
   * Opens a regular file, and nothing else.
   *
   * @throws ContainerException IN_USE while a device or another program writes to it
   * @throws io.cooperage.storage.ploop.format.MalformedImageException if it is anything else
   */
  public static OwnedFd open(Path path) {
    return locked(RegularFile.openNamed(path), path, false);
  }

  /** As {@link #open}, for a file that the user did not name: no link is followed. */
  public static OwnedFd openUnlinked(Path path) {
    return locked(RegularFile.open(path), path, false);
  }

  /**
   * Opens a regular file for reading and writing, for nobody else.
   *
   * @throws ContainerException IN_USE while a device or another program uses it
   */
  public static OwnedFd openAlone(Path path) {
    return locked(RegularFile.openNamed(path, OpenFlag.READ_WRITE), path, true);
  }

  private static OwnedFd locked(OwnedFd file, Path path, boolean alone) {
    try {
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
