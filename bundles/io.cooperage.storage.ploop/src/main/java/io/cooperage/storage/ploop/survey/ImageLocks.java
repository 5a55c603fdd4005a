package io.cooperage.storage.ploop.survey;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.RegularFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether devices serve images: each holds its file's lock. */
final class ImageLocks {
  private ImageLocks() {}

  /** Whether a file is locked; true also if that cannot be told. */
  static boolean held(Path file) {
    try (OwnedFd open = RegularFile.open(file, OpenFlag.READ_WRITE)) {
      return !LockCalls.tryLockRange(open, true, 0, 0);
    } catch (LinuxException | MalformedImageException e) {
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
