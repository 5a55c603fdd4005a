package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.ResolveFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.Propagation;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.storage.MountedVolume;
import java.nio.file.Path;
import java.util.Set;

/**
 * Roots of CTs at folders of the host. What leads to a folder may be somebody's who puts a link in
 * it at any moment; so it is reached without links, and what was reached is what is mounted on.
 */
final class HostMount {
  private HostMount() {}

  /** Whether something is mounted at a folder. */
  static boolean present(Path folder) {
    return StatusCalls.status(folder).mountId()
        != StatusCalls.status(folder.toAbsolutePath().getParent()).mountId();
  }

  /** What is mounted there. */
  static Descriptor open(Path folder) {
    return OpenCalls.open(folder, OpenFlag.DIRECTORY).toDescriptor();
  }

  /**
   * Moves a root to a folder, where set-user-id bits and device nodes have no effect.
   *
   * @param hostsIds whether its ids are shown as the host's own; then nothing can be executed
   */
  static void move(MountedVolume root, Path folder, boolean hostsIds) {
    try (OwnedFd moved = OwnedFd.duplicateOf(root.root().fd(), "root of the CT")) {
      try (OwnedFd reached = reach(folder)) {
        MountCalls.move(moved, reached);
      }
      // Private: what is mounted in it later would show up in other mount namespaces.
      MountChange shielded =
          MountChange.none()
              .propagation(Propagation.PRIVATE)
              .set(MountAttribute.NO_SETUID, MountAttribute.NO_DEVICES);
      MountCalls.change(moved, hostsIds ? shielded.set(MountAttribute.NO_EXEC) : shielded, false);
    }
  }

  private static OwnedFd reach(Path folder) {
    Path root = Path.of("/");
    try (OwnedFd start = OpenCalls.open(root, OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      String path = "./" + root.relativize(folder.toAbsolutePath());
      return OpenCalls.openResolved(
          start, path, 0, Set.of(ResolveFlag.NO_SYMLINKS), OpenFlag.PATH, OpenFlag.DIRECTORY);
    } catch (LinuxException e) {
      if (e.is(Errno.ELOOP)) {
        throw new ContainerException(
            ErrorCode.KERNEL,
            "there is a symbolic link in the path " + folder + " (ELOOP)",
            "name the folder without links, and let nobody else write to what leads to it",
            e);
      }
      throw e;
    }
  }

  /**
   * Unmounts a folder if it is mounted.
   *
   * @throws ContainerException IN_USE if somebody works in it
   */
  static void leave(Path folder) {
    if (!present(folder)) {
      return;
    }
    // A descriptor of the mount itself would keep it busy.
    try (OwnedFd parent = reach(folder.toAbsolutePath().getParent())) {
      MountCalls.unmount(parent.path().resolve(folder.getFileName()));
    } catch (LinuxException e) {
      if (e.is(Errno.EBUSY)) {
        throw new ContainerException(
            ErrorCode.IN_USE,
            "somebody on the host works in " + folder,
            "leave the folder; fuser -vm " + folder + " names the processes",
            e);
      }
      throw e;
    }
  }
}
