package io.cooperage.storage.ploop.snapshot;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.ExtentCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.FreezeCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.OpenImage;
import io.cooperage.storage.ploop.image.RegularFile;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.mount.FrozenClone;
import io.cooperage.storage.ploop.pool.Reflink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Copies images by sharing their blocks. Any thread may call; one at a time for one disk. */
public final class ImageCopies {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FileSystems fileSystems;
  private final DiskAttachment attachment;
  private final FrozenClone frozen;

  public ImageCopies(FileSystems fileSystems, DiskAttachment attachment, FrozenClone frozen) {
    this.fileSystems = fileSystems;
    this.attachment = attachment;
    this.frozen = frozen;
  }

  /**
   * Copies what a disk holds now, mounted or not, to a new file. Nothing of it is durable before
   * the caller, who may have more to write, flushes the file.
   */
  public void copyTop(DiskFolder disk, FileSystemKind kind, Path target) {
    Optional<LoopDevice> attached = attachment.device(disk);
    if (attached.isEmpty()) {
      copyClosed(disk.topImage(), target);
      return;
    }
    try (LoopDevice device = attached.get();
        OwnedFd mount = fileSystems.mount(kind, device);
        // A mount's own descriptor names it only; nothing can be asked of that.
        OwnedFd fileSystem = OpenCalls.openAt(mount, ".", 0, OpenFlag.DIRECTORY);
        OwnedFd image = RegularFile.open(disk.topImage());
        OwnedFd copy =
            OpenCalls.create(
                target, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
      // What is written now does not have to be while everybody waits.
      FileCalls.syncFileSystem(fileSystem);
      frozen.copy(fileSystem, device, image, copy);
    }
    try (OpenImage copy = OpenImage.open(target, Duration.ZERO)) {
      copy.markUnflushed(InUse.CLOSED);
    }
  }

  /** Copies an image that no device serves, unflushed. One that was not closed stays so marked. */
  void copyClosed(Path source, Path target) {
    try (OpenImage image = OpenImage.open(source, PATIENCE);
        OwnedFd copy =
            OpenCalls.create(
                target, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
      ExtentCalls.cloneWhole(image.file(), copy);
    }
  }

  /** Copies a snapshot, which nobody writes, for a while: not durable. */
  void copyForNow(Path source, Path target) {
    Reflink.copy(source, target);
  }

  /** Thaws the file system of an attached disk. */
  boolean thaw(DiskFolder disk, FileSystemKind kind) {
    Optional<LoopDevice> attached = attachment.device(disk);
    if (attached.isEmpty()) {
      return false;
    }
    try (LoopDevice device = attached.get();
        OwnedFd mount = fileSystems.mount(kind, device);
        OwnedFd folder = OpenCalls.openAt(mount, ".", 0, OpenFlag.DIRECTORY)) {
      return FreezeCalls.thaw(folder);
    }
  }
}
