package io.cooperage.storage.ploop.survey;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether devices serve images: each holds its file's lock. */
final class ImageLocks {
  private ImageLocks() {}

  /** Whether a file is locked; true also if that cannot be told. */
  static boolean held(Path file) {
    try (OwnedFd open = OpenCalls.open(file, OpenFlag.READ_WRITE, OpenFlag.NO_FOLLOW)) {
      return !LockCalls.tryLockRange(open, true, 0, 0);
    } catch (LinuxException e) {
      return true;
    }
  }

  /** Whether any file in a folder is locked. */
  static boolean anyHeld(Path folder) {
    return Sizes.entries(folder).stream()
        .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
        .anyMatch(ImageLocks::held);
  }
}
