package io.cooperage.controller.quota;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.Quota;
import io.cooperage.linux.file.QuotaCalls;
import io.cooperage.linux.file.QuotaKind;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.spi.kernel.BlockDevice;
import java.util.List;
import java.util.Optional;

/**
 * A second, short mount of a CT's device: it is one file system with the first, and without the
 * CT's id map, so that ids are those on the disk.
 */
record MountedDisk(String type, OwnedFd root) implements QuotaDisk {
  private static final List<String> TYPES = List.of("ext4", "xfs");

  /**
   * Opens the disk of a CT.
   *
   * @throws ContainerException UNSUPPORTED if it has none, KERNEL if it cannot be opened
   */
  static QuotaDisk of(ContainerId id, Optional<BlockDevice> disk) {
    BlockDevice device =
        disk.orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.UNSUPPORTED,
                    "CT " + id + " has no disk of its own, so nothing to limit"));
    Optional<LinuxException> refused = Optional.empty();
    for (String type : TYPES) {
      try {
        return open(type, device);
      } catch (LinuxException e) {
        // EBUSY: the device is mounted with another type; EINVAL: it holds another type.
        if (!e.is(Errno.EBUSY, Errno.EINVAL, Errno.ENODEV)) {
          throw failed(id, e);
        }
        refused = Optional.of(e);
      }
    }
    throw failed(id, refused.orElseThrow());
  }

  private static ContainerException failed(ContainerId id, LinuxException e) {
    return new ContainerException(
        ErrorCode.KERNEL, "CT " + id + ": its disk cannot be read: " + e.getMessage(), "", e);
  }

  private static QuotaDisk open(String type, BlockDevice device) {
    try (FileSystemContext context = FileSystemContext.open(type)) {
      context.option("source", device.path());
      if (type.equals("xfs")) {
        context.flag("nouuid");
      }
      try (OwnedFd mount = context.create().mount()) {
        // The quota calls take no O_PATH descriptor, which a mount's is.
        return new MountedDisk(type, OpenCalls.openAt(mount, ".", 0, OpenFlag.DIRECTORY));
      }
    }
  }

  @Override
  public FileSystemStatus space() {
    return StatusCalls.fileSystem(root);
  }

  @Override
  public boolean counted(QuotaKind kind) {
    return QuotaCalls.counted(root, kind);
  }

  @Override
  public boolean enforced(QuotaKind kind) {
    return QuotaCalls.enforced(root, kind);
  }

  @Override
  public void enforce(QuotaKind kind) {
    QuotaCalls.enforce(root, kind);
  }

  @Override
  public void release(QuotaKind kind) {
    QuotaCalls.release(root, kind);
  }

  @Override
  public Optional<Quota> next(QuotaKind kind, long from) {
    return QuotaCalls.next(root, kind, from);
  }

  @Override
  public void set(QuotaKind kind, Quota limits) {
    QuotaCalls.set(root, kind, limits);
  }

  @Override
  public void close() {
    root.close();
  }
}
