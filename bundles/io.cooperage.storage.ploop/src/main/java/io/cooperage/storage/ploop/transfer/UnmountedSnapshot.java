package io.cooperage.storage.ploop.transfer;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.ExtentCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.RegularFile;
import java.nio.file.Path;

/**
 * A snapshot as it would be had its file system been unmounted: a frozen xfs keeps a log, which
 * only the kernel replays, and who reads an exported image cannot be asked to mount it first.
 */
final class UnmountedSnapshot {
  private UnmountedSnapshot() {}

  /** A copy of its image that has no name and shares its blocks; it goes with the answer. */
  static OwnedFd copy(Path image, FileSystemKind kind, FileSystems fileSystems) {
    OwnedFd copy =
        OpenCalls.create(image.getParent(), 0600, OpenFlag.TEMPORARY, OpenFlag.READ_WRITE);
    try {
      try (OwnedFd source = RegularFile.open(image)) {
        ExtentCalls.cloneWhole(source, copy);
      }
      PloopHeader header = PloopHeader.parse(new FileBytes(copy));
      LoopRequest request =
          LoopRequest.forImage().withOffset(IdentityLayout.of(header).dataOffset());
      try (LoopDevice device = LoopDevices.attach(copy, request)) {
        fileSystems.replayLog(kind, device);
      }
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }
}
