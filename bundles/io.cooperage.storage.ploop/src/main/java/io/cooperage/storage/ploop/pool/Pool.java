package io.cooperage.storage.ploop.pool;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A pool that is ready for use.
 *
 * @param root its folder
 * @param file the xfs file behind it; empty if it lies on a file system of the host
 */
public record Pool(Path root, Optional<Path> file) {
  /** The folder of all CTs. */
  public Path containers() {
    return root.resolve("ct");
  }

  /** The folder of template images. */
  public Path templates() {
    return root.resolve("template");
  }

  /** The folder of ready-made images. */
  public Path blanks() {
    return root.resolve("blank");
  }

  /** Size and free space now; what the host has left counts too if the pool is a sparse file. */
  public Space space() {
    FileSystemStatus pool = status(root);
    long free = pool.availableBytes();
    if (file.isPresent()) {
      free = Math.min(free, status(file.get().getParent()).availableBytes());
    }
    return new Space(pool.totalBytes(), free, pool.magic());
  }

  /**
   * Makes sure that something can be written.
   *
   * @param bytes what will be written, roughly
   * @throws ContainerException NO_SPACE
   */
  public void require(long bytes, String what) {
    Space now = space();
    if (now.free() - now.reserve() < bytes) {
      throw new ContainerException(
          ErrorCode.NO_SPACE,
          "the pool "
              + root
              + " has "
              + (now.free() >> 20)
              + " MiB free, too little for "
              + what
              + " ("
              + (bytes >> 20)
              + " MiB and a reserve of "
              + (now.reserve() >> 20)
              + " MiB)",
          "destroy containers or templates, or give the pool more space");
    }
  }

  private static FileSystemStatus status(Path folder) {
    try (OwnedFd fd = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      return StatusCalls.fileSystem(fd);
    } catch (LinuxException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot reach the pool: " + e.getMessage());
    }
  }

  /**
   * Space of a pool.
   *
   * @param total bytes
   * @param free bytes
   * @param magic the type of its file system
   */
  public record Space(long total, long free, long magic) {
    private static final long MOST_RESERVE = 256L << 20;
    private static final int RESERVE_SHARE = 50;

    /** Bytes that are kept free for what runs already. */
    public long reserve() {
      return Math.min(MOST_RESERVE, total / RESERVE_SHARE);
    }

    /** The file system's name. */
    public String fileSystem() {
      if (magic == FileSystemStatus.XFS) {
        return "xfs";
      }
      return magic == FileSystemStatus.BTRFS ? "btrfs" : "0x" + Long.toHexString(magic);
    }
  }
}
