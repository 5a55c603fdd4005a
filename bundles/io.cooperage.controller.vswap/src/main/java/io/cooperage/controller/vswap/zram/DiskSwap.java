package io.cooperage.controller.vswap.zram;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.HostChange;
import io.cooperage.controller.vswap.SwapArea;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.SwapCalls;
import io.cooperage.spi.node.HostLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes, finds and removes the node's swap file. The node's own folder is locked, so nobody else
 * uses the file; it is known by the label in its header all the same.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/swapon.8.html">swapon(8), files with
 *     holes</a>
 */
final class DiskSwap {
  /** Kind of our host change. */
  static final String KIND = "swapfile";

  private static final String KEY = "swap";

  /** Left free on the file system. */
  private static final long MARGIN = 256L << 20;

  private final Path file;
  private final SwapHeader ours;
  private final HostLedger ledger;
  private final int pageSize = HostMemory.pageSize();

  DiskSwap(Path file, SwapHeader ours, HostLedger ledger) {
    this.file = file;
    this.ours = ours;
    this.ledger = ledger;
  }

  /** The area, if it is in use. */
  Optional<SwapArea> area() {
    return areas(file).stream().findFirst();
  }

  private static List<SwapArea> areas(Path file) {
    return HostMemory.swaps().stream().filter(a -> a.path().equals(file)).toList();
  }

  /** Makes the file, or takes up the one of before a crash or a reboot; idempotent. */
  void provide(long size, int priority) {
    ledger.record(new HostChange(KIND, KEY, "", file.toString(), "swap on disk for the CTs"));
    if (area().isPresent()) {
      return;
    }
    try (OwnedFd folder = OpenCalls.open(file.getParent(), OpenFlag.DIRECTORY)) {
      Optional<FileStatus> before = StatusCalls.find(folder, name(file));
      if (before.isPresent() && !labelled(file)) {
        throw new ContainerException(
            ErrorCode.IN_USE, file + " exists and is no swap of ours", "name another diskFile");
      }
      if (before.isEmpty() || before.get().size() != size) {
        make(folder, size);
      }
      SwapCalls.enable(file, priority, false);
    } catch (RuntimeException e) {
      removeOurs(file);
      ledger.forget(KIND, KEY);
      throw told(e);
    }
  }

  private boolean labelled(Path candidate) {
    return SwapHeader.read(candidate, pageSize)
        .filter(header -> header.label().equals(ours.label()))
        .isPresent();
  }

  private void make(OwnedFd folder, long size) {
    FileSystemStatus space = StatusCalls.fileSystem(folder);
    if (space.freeBytes() < size + MARGIN) {
      throw new ContainerException(
          ErrorCode.NO_SPACE,
          "the folder of " + file + " has " + (space.freeBytes() >> 20) + "M free",
          "make disk smaller, or put diskFile elsewhere");
    }
    Path fresh = file.resolveSibling(name(file) + ".new");
    remove(folder, name(fresh));
    try (OwnedFd made =
        OpenCalls.openAt(
            folder, name(fresh), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
      FileCalls.allocate(made, 0, size);
      ours.write(fresh, size, pageSize);
      DirectoryCalls.rename(folder, name(fresh), folder, name(file));
    } catch (RuntimeException e) {
      remove(folder, name(fresh));
      throw e;
    }
  }

  /** swapon answers EINVAL for a file that it cannot find the blocks of. */
  private RuntimeException told(RuntimeException e) {
    return e instanceof LinuxException kernel && kernel.is(Errno.EINVAL, Errno.EOPNOTSUPP)
        ? new ContainerException(
            ErrorCode.UNSUPPORTED,
            "the file system of " + file + " takes no swap file: " + e.getMessage(),
            "put diskFile on ext4 or xfs",
            e)
        : e;
  }

  /**
   * Switches the swap off and removes the file.
   *
   * @throws ContainerException NO_RESOURCES if RAM cannot hold what is swapped
   */
  void restore(HostChange change) {
    Path recorded = Path.of(change.after());
    List<SwapArea> areas = areas(recorded);
    if (!areas.isEmpty()) {
      SwapRoom.require(recorded.toString(), areas);
      SwapCalls.disable(recorded);
    }
    removeOurs(recorded);
    ledger.forget(KIND, KEY);
  }

  private void removeOurs(Path candidate) {
    if (labelled(candidate)) {
      try (OwnedFd folder = OpenCalls.open(candidate.getParent(), OpenFlag.DIRECTORY)) {
        remove(folder, name(candidate));
      }
    }
  }

  private static void remove(OwnedFd folder, String name) {
    try {
      DirectoryCalls.removeFile(folder, name);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
