package io.cooperage.storage.ploop.mount;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.Descriptors;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.image.OpenImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches disks to loop devices and closes them again. The order of writes is that of the format:
 * marked as open before the device exists, marked as closed after it is gone and everything is
 * durable. Any thread may call; one at a time for one disk.
 */
public final class DiskAttachment {
  private static final Logger LOG = LoggerFactory.getLogger(DiskAttachment.class);

  private final FileSystems fileSystems;
  private final LoopTable loops;
  private final Duration patience;
  private final Descriptors descriptors = new Descriptors();
  private final Set<DiskFolder> unsettled = ConcurrentHashMap.newKeySet();

  /**
   * Prepares.
   *
   * @param patience how long the last user of a device may take to go
   */
  public DiskAttachment(FileSystems fileSystems, LoopTable loops, Duration patience) {
    this.fileSystems = fileSystems;
    this.loops = loops;
    this.patience = patience;
  }

  /**
   * Attaches a disk, repairing it first if it was not closed. The device ends with its last user.
   * Until {@link #settled} is told, nobody looks into it: a program may be at work on the device.
   *
   * @throws io.cooperage.api.error.ContainerException IN_USE if it is attached already
   */
  public LoopDevice attach(DiskFolder disk, FileSystemKind kind) {
    boolean settled = unsettled.add(disk);
    try {
      return attachImage(descriptors.topImage(disk), kind);
    } catch (ContainerException e) {
      // Nothing is at work on it but what was before.
      if (settled && e.code() == ErrorCode.IN_USE) {
        settled(disk);
      }
      throw e;
    }
  }

  /** Attaches an image that is nobody's disk, repairing it first if it was not closed. */
  public LoopDevice attachImage(Path path, FileSystemKind kind) {
    try (OpenImage image = OpenImage.open(path, patience)) {
      IdentityLayout layout = image.layout();
      boolean crashed = image.header().inUse() == InUse.OPEN;
      if (crashed) {
        layout.writeTable(image.bytes());
      } else {
        layout.checkTable(image.bytes());
      }
      image.mark(InUse.OPEN);
      LoopRequest request = LoopRequest.forImage().withOffset(layout.dataOffset());
      LoopDevice device = LoopDevices.attach(image.file(), request);
      loops.add(image.file(), device);
      return crashed ? repaired(kind, device) : device;
    }
  }

  /** Lets others look into a disk that was attached: its file system is mounted, or closed. */
  public void settled(DiskFolder disk) {
    unsettled.remove(disk);
  }

  /**
   * Marks a disk as closed, once its device is gone; idempotent. One that is so damaged that it has
   * no mark stays as it is: whoever attaches it next is told.
   *
   * @throws io.cooperage.api.error.ContainerException IN_USE if its device does not go
   */
  public void close(DiskFolder disk) {
    if (!disk.exists()) {
      return;
    }
    try (OpenImage image = OpenImage.open(descriptors.topImage(disk), patience)) {
      image.markClosed();
    } catch (MalformedImageException e) {
      LOG.warn("{} cannot be marked as closed: {}", disk.path(), e.getMessage());
    }
    settled(disk);
  }

  /**
   * Marks a disk as closed after a failure, unless its mark must stay: somebody else has the disk,
   * or it could not be repaired and may not be mounted before it is.
   */
  public void closeAfter(RuntimeException reason, DiskFolder disk) {
    if (reason instanceof ContainerException e
        && (e.code() == ErrorCode.IN_USE || e.code() == ErrorCode.BROKEN_CONTAINER)) {
      if (e.code() == ErrorCode.BROKEN_CONTAINER) {
        settled(disk);
      }
      return;
    }
    try {
      close(disk);
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /** The device that serves a disk now, open; empty if it is not attached. */
  public Optional<LoopDevice> device(DiskFolder disk) {
    if (!disk.exists()) {
      return Optional.empty();
    }
    try (OwnedFd file = OpenImage.look(descriptors.topImage(disk))) {
      boolean open = PloopHeader.parse(new FileBytes(file)).inUse() == InUse.OPEN;
      return open ? loops.find(file) : Optional.empty();
    }
  }

  /** Size of a disk in bytes, as its image says. */
  public long size(DiskFolder disk) {
    try (OwnedFd file = OpenImage.look(descriptors.topImage(disk))) {
      return PloopHeader.parse(new FileBytes(file)).size();
    }
  }

  /** Number of inodes of an ext4, as its superblock says. */
  public long ext4Inodes(DiskFolder disk) {
    try (OwnedFd file = OpenImage.look(descriptors.topImage(disk))) {
      FileBytes bytes = new FileBytes(file);
      long offset = IdentityLayout.of(PloopHeader.parse(bytes)).dataOffset();
      return fileSystems.ext4Inodes(bytes, offset);
    }
  }

  /** Bytes that a disk takes in the pool, shared ones included. */
  public long allocated(DiskFolder disk) {
    return StatusCalls.status(descriptors.topImage(disk)).allocated();
  }

  /**
   * Space inside a disk, if it is attached and mounted. A device that is mounted twice is one file
   * system, so a second, short mount tells of the first.
   */
  public Optional<FileSystemStatus> space(DiskFolder disk, FileSystemKind kind) {
    Optional<LoopDevice> attached = unsettled.contains(disk) ? Optional.empty() : device(disk);
    if (attached.isEmpty()) {
      return Optional.empty();
    }
    try (LoopDevice device = attached.get();
        OwnedFd mount = fileSystems.mount(kind, device)) {
      return Optional.of(StatusCalls.fileSystem(mount));
    } catch (LinuxException e) {
      return Optional.empty();
    }
  }

  private LoopDevice repaired(FileSystemKind kind, LoopDevice device) {
    try {
      fileSystems.repair(kind, device.path());
      return device;
    } catch (RuntimeException e) {
      device.close();
      throw e;
    }
  }
}
