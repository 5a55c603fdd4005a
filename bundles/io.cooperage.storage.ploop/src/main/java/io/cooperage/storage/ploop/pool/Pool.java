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
import java.util.OptionalLong;

/**
 * A pool that is ready for use.
 *
 * @param root its folder
 * @param file the xfs file behind it; empty if it lies on a file system of the host
 * @param reserve bytes that are kept free for what runs already; empty for a share of its size
 */
public record Pool(Path root, Optional<Path> file, OptionalLong reserve) {
  private static final int MIB = 20;

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
    OptionalLong host =
        file.isPresent()
            ? OptionalLong.of(status(file.get().getParent()).availableBytes())
            : OptionalLong.empty();
    return new Space(
        pool.totalBytes(),
        pool.availableBytes(),
        host,
        pool.magic(),
        reserve.orElseGet(() -> Space.usualReserve(pool.totalBytes())));
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
          scarce(now)
              + " has "
              + (now.free() >> MIB)
              + " MiB free, too little for "
              + what
              + " ("
              + (bytes >> MIB)
              + " MiB and a reserve of "
              + (now.reserve() >> MIB)
              + " MiB)",
          remedy(now));
    }
  }

  /** What gives out first, for messages. */
  public String scarce(Space now) {
    return now.hostIsScarce()
        ? "the file system of " + file.orElse(root).getParent()
        : "the pool " + root;
  }

  /** What an operator can do about too little space. */
  public String remedy(Space now) {
    if (now.hostIsScarce()) {
      return "free space there, or destroy containers, snapshots or templates";
    }
    return file.isPresent()
        ? "destroy containers, snapshots or templates, or grow it with 'ct pool grow'"
        : "destroy containers, snapshots or templates, or give that file system more space";
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
   * @param inside bytes that its file system has free
   * @param host bytes that are free beneath a pool that is a sparse file
   * @param magic the type of its file system
   * @param reserve bytes that are kept free for what runs already
   */
  public record Space(long total, long inside, OptionalLong host, long magic, long reserve) {
    private static final long LEAST_RESERVE = 64L << MIB;
    private static final long MOST_RESERVE = 1024L << MIB;
    private static final int RESERVE_SHARE = 50;

    static long usualReserve(long total) {
      return Math.max(LEAST_RESERVE, Math.min(MOST_RESERVE, total / RESERVE_SHARE));
    }

    /** Bytes that can be written. */
    public long free() {
      return Math.min(inside, host.orElse(Long.MAX_VALUE));
    }

    /** Whether the host has less left than the pool. */
    public boolean hostIsScarce() {
      return host.isPresent() && host.getAsLong() < inside;
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
