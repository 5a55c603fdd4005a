package io.cooperage.storage.ploop.mount;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.process.Capability;
import io.cooperage.linux.process.ThreadCapabilities;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.OpenImage;
import io.cooperage.storage.ploop.image.RegularFile;
import java.time.Duration;

/**
 * Changes the size of disks. To grow: file, table, header, descriptor, device, file system. To
 * shrink: file system first. Each step is durable before the next, so that an interrupted change
 * leaves a valid disk and can be asked for again. Any thread may call; one at a time for one disk.
 */
public final class DiskResizer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FileSystems fileSystems;
  private final DiskAttachment attachment;

  public DiskResizer(FileSystems fileSystems, DiskAttachment attachment) {
    this.fileSystems = fileSystems;
    this.attachment = attachment;
  }

  /**
   * Grows the disk of a running CT.
   *
   * @throws ContainerException UNSUPPORTED if the file system cannot grow on this host while
   *     mounted, with nothing changed; RUNNING if it would have to shrink
   */
  public void resizeAttached(DiskFolder disk, FileSystemKind kind, long size) {
    try (OwnedFd file = RegularFile.open(disk.topImage(), OpenFlag.READ_WRITE);
        LoopDevice device = attachment.device(disk).orElseThrow(DiskResizer::gone)) {
      IdentityLayout now = IdentityLayout.of(PloopHeader.parse(new FileBytes(file)));
      if (size < now.size()) {
        throw new ContainerException(
            ErrorCode.RUNNING,
            "the disk of a running container cannot shrink",
            "stop the container first");
      }
      requireOnlineGrowth(kind);
      growFile(file, now, size, InUse.OPEN);
      describe(disk, size);
      try (LoopDevice writable = LoopDevice.open(device.index(), true);
          OwnedFd mount = fileSystems.mount(kind, device)) {
        writable.refreshCapacity();
        fileSystems.grow(kind, mount, size);
      }
    }
  }

  /** Grows or shrinks the disk of a stopped CT. */
  public void resizeDetached(DiskFolder disk, FileSystemKind kind, long size) {
    IdentityLayout now;
    try (OpenImage image = OpenImage.open(disk.topImage(), PATIENCE)) {
      now = image.layout();
      if (size < now.size() && kind == FileSystemKind.XFS) {
        throw new ContainerException(
            ErrorCode.UNSUPPORTED,
            "an xfs cannot shrink",
            "create a container with a smaller disk and copy the files");
      }
      if (size > now.size()) {
        growFile(image.file(), now, size, image.header().inUse());
      }
    }
    if (size >= now.size()) {
      describe(disk, size);
    }
    try {
      resizeFileSystem(disk, kind, size);
    } catch (ContainerException e) {
      if (e.code() == ErrorCode.BAD_VALUE) {
        attachment.close(disk); // it was looked at and not changed
      }
      if (e.code() == ErrorCode.BROKEN_CONTAINER && size > now.size()) {
        takeBack(disk, now, size);
      }
      throw e;
    }
    if (size < now.size()) {
      try (OpenImage image = OpenImage.open(disk.topImage(), PATIENCE)) {
        shrinkFile(image, now, size);
      }
      describe(disk, size);
    }
    attachment.close(disk);
  }

  // The file system was too damaged to be touched: neither shall the image be larger.
  private static void takeBack(DiskFolder disk, IdentityLayout old, long size) {
    try (OpenImage image = OpenImage.open(disk.topImage(), PATIENCE)) {
      shrinkFile(image, old.resized(size), old.size());
    }
    describe(disk, old.size());
  }

  private void resizeFileSystem(DiskFolder disk, FileSystemKind kind, long size) {
    try (LoopDevice device = attachment.attach(disk, kind)) {
      if (kind == FileSystemKind.EXT4) {
        fileSystems.resizeExt4(device.path(), size);
        return;
      }
      try (OwnedFd mount = fileSystems.mount(kind, device)) {
        fileSystems.grow(kind, mount, size);
      }
    }
  }

  private static void growFile(OwnedFd file, IdentityLayout now, long size, InUse mark) {
    if (size > now.growthLimit()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "the disk was made to grow up to " + (now.growthLimit() >> 30) + " GiB in place",
          "create a container with a larger disk and copy the files");
    }
    IdentityLayout larger = now.resized(size);
    FileCalls.resize(file, larger.fileSize());
    FileCalls.sync(file);
    larger.writeTable(new FileBytes(file));
    FileCalls.sync(file);
    FileCalls.write(file, larger.header(mark).encode(), 0);
    FileCalls.sync(file);
  }

  private static void shrinkFile(OpenImage image, IdentityLayout now, long size) {
    IdentityLayout smaller = now.resized(size);
    image.replaceHeader(smaller.header(image.header().inUse()));
    smaller.clearTable(image.bytes(), now.size());
    FileCalls.resize(image.file(), smaller.fileSize());
    FileCalls.sync(image.file());
  }

  // Also when the image has that size already: a crash may have come between the two.
  private static void describe(DiskFolder disk, long size) {
    DiskDescriptor now = disk.read();
    DiskDescriptor resized = now.resized(size / PloopHeader.SECTOR);
    if (!resized.equals(now)) {
      AtomicFile.write(disk.descriptor(), DiskDescriptorWriter.write(resized), 0600);
    }
  }

  private static void requireOnlineGrowth(FileSystemKind kind) {
    if (kind == FileSystemKind.EXT4 && !ThreadCapabilities.current().has(Capability.SYS_RESOURCE)) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "a mounted ext4 grows only with CAP_SYS_RESOURCE, which this daemon does not have",
          "stop the container and set diskspace then; or create containers with --fstype xfs");
    }
  }

  private static ContainerException gone() {
    return new ContainerException(ErrorCode.NOT_MOUNTED, "the disk is not attached");
  }
}
