package io.cooperage.controller.devices;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.ResolveFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.kernel.PidHandle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Device nodes in a CT's /dev, each a mount. They come and go while the CT runs, by a thread in its
 * mount namespace. Paths are looked up without following any link of the CT's.
 */
final class GuestNodes implements AutoCloseable {
  private static final Set<ResolveFlag> NO_LINKS =
      Set.of(ResolveFlag.IN_ROOT, ResolveFlag.NO_SYMLINKS);
  private static final int FOLDER_MODE = 0755;
  private static final int PLACE_MODE = 0600;

  private final Cell cell;
  private final OwnedFd root;
  private final OwnedFd mounts;

  private GuestNodes(Cell cell, OwnedFd root, OwnedFd mounts) {
    this.cell = cell;
    this.root = root;
    this.mounts = mounts;
  }

  /** Opens a CT's; empty if it does not run. */
  static Optional<GuestNodes> open(Cell cell) {
    Optional<PidHandle> init = cell.init();
    return init.isEmpty() ? Optional.empty() : open(cell, init.get());
  }

  private static Optional<GuestNodes> open(Cell cell, PidHandle init) {
    Path process = Path.of("/proc/" + init.pid());
    try (OwnedFd root = OpenCalls.open(process.resolve("root"), OpenFlag.PATH, OpenFlag.DIRECTORY);
        OwnedFd mounts = OpenCalls.open(process.resolve("ns/mnt"))) {
      // The process is looked at after it was opened, so that a reused pid cannot pass.
      boolean lives =
          ProcessStat.find(init.pid())
              .filter(s -> s.startTime() == init.startTime() && !s.ended())
              .isPresent();
      return lives
          ? Optional.of(new GuestNodes(cell, root.duplicate(), mounts.duplicate()))
          : Optional.empty();
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ESRCH, Errno.EACCES)) {
        return Optional.empty();
      }
      throw failure("/dev", e);
    }
  }

  /** The device that the CT finds at a node's path. */
  Optional<Device> present(DeviceNode node) {
    return present(node.guestPath());
  }

  private Optional<Device> present(String path) {
    try (OwnedFd there = find(path)) {
      return DeviceNode.device(StatusCalls.status(there));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
        return Optional.empty();
      }
      throw failure(path, e);
    }
  }

  private OwnedFd find(String path) {
    return OpenCalls.openResolved(root, path, 0, NO_LINKS, OpenFlag.PATH);
  }

  /** Makes a node appear that stands for a device of the host. */
  void put(DeviceNode node, Device device, int permissions) {
    if (present(node).filter(device::equals).isPresent()) {
      return;
    }
    try (GuestFiles files = cell.files();
        OwnedFd tree = OwnNode.mount(device, permissions, cell.idMap())) {
      if (!files.exists(node.guestPath())) {
        String folder = node.guestPath().substring(0, node.guestPath().lastIndexOf('/'));
        files.makeFolder(folder, FOLDER_MODE);
        files.replace(node.guestPath(), new byte[0], PLACE_MODE);
      }
      try (OwnedFd place = find(node.guestPath())) {
        inside(() -> MountCalls.move(tree, place));
      }
    } catch (LinuxException e) {
      throw failure(node.guestPath(), e);
    }
  }

  /** Takes a node away that {@link #put} made; what is no device stays. */
  void remove(String name) {
    String path = DeviceNode.guestPath(name);
    if (present(path).isEmpty()) {
      return;
    }
    try (GuestFiles files = cell.files()) {
      // By path, in the CT's own mount namespace: whatever the CT makes of it meanwhile, only the
      // CT's own mounts can be met.
      inside(() -> MountCalls.detach(Path.of(path)));
      files.remove(path);
    } catch (LinuxException e) {
      // EINVAL: it is no mount, so it is not from here.
      if (!e.is(Errno.EINVAL, Errno.ENOENT)) {
        throw failure(path, e);
      }
    }
  }

  private void inside(Runnable work) {
    NamespaceThread.callIn(
        mounts,
        NamespaceKind.MOUNT,
        () -> {
          work.run();
          return true;
        });
  }

  private static ContainerException failure(String path, LinuxException e) {
    return new ContainerException(
        ErrorCode.KERNEL, path + " in the CT: " + e.getMessage(), "Is /dev in the CT writable?", e);
  }

  @Override
  public void close() {
    root.close();
    mounts.close();
  }
}
