package io.cooperage.linux.file;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.file.Path;
import java.util.Set;

/**
 * Opens files. Every descriptor is closed on exec and belongs to the caller. A path given as a
 * string may hold any character but a zero byte.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>
 */
public final class OpenCalls {
  private static final int CURRENT_DIRECTORY = -100;
  private static final int OPEN_HOW_SIZE = 24;
  private static final int RESOLVE_ATTEMPTS = 64;
  private static final long MEMFD_CLOSE_ON_EXEC = 1;
  private static final long MEMFD_ALLOW_SEALING = 2;

  private OpenCalls() {}

  /**
   * Opens a host file by {@code open(2)}.
   *
   * @throws LinuxException with the path in its message
   */
  public static OwnedFd open(Path path, OpenFlag... flags) {
    return create(path, 0, flags);
  }

  /**
   * Opens or creates a host file; {@code mode} holds the permission bits of a new file, less the
   * umask.
   */
  public static OwnedFd create(Path path, int mode, OpenFlag... flags) {
    return openAt(CURRENT_DIRECTORY, path.toString(), mode, flags);
  }

  /**
   * Opens a file relative to a directory by {@code openat(2)}, following links freely: for trusted
   * trees only.
   */
  public static OwnedFd openAt(OwnedFd directory, String path, int mode, OpenFlag... flags) {
    return openAt(directory.fd(), path, mode, flags);
  }

  /**
   * Opens a file that may lie in a hostile tree, by {@code openat2(2)}. The kernel gives up with
   * EAGAIN while the tree is being renamed under it; that is tried again a bounded number of times.
   *
   * @param mode the permission bits of a new file; 0 when none is created
   * @param resolve how far links and {@code ..} may lead
   * @throws LinuxException EXDEV when the path leads out, ELOOP when it meets a refused link
   */
  public static OwnedFd openResolved(
      OwnedFd directory, String path, int mode, Set<ResolveFlag> resolve, OpenFlag... flags) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block how = scratch.block(OPEN_HOW_SIZE);
      how.bytes().putLong(OpenFlag.bits(flags)).putLong(mode).putLong(ResolveFlag.bits(resolve));
      long name = scratch.text(path);
      long result = -Errno.EAGAIN.number();
      for (int i = 0; i < RESOLVE_ATTEMPTS && interrupted(result); i++) {
        result = Kernel.attempt(Syscall.OPENAT2, directory.fd(), name, how.address(), how.size());
      }
      if (result < 0) {
        throw new LinuxException(Syscall.OPENAT2.title(), (int) -result, path);
      }
      return OwnedFd.adopt((int) result, path);
    }
  }

  /**
   * Makes an unnamed file in memory that may be sealed; its content is swappable and charged to the
   * first writer.
   */
  public static OwnedFd memory(String name) {
    try (Scratch scratch = new Scratch()) {
      long fd =
          Kernel.call(
              Syscall.MEMFD_CREATE,
              name,
              scratch.text(name),
              MEMFD_CLOSE_ON_EXEC | MEMFD_ALLOW_SEALING);
      return OwnedFd.adopt((int) fd, name);
    }
  }

  private static boolean interrupted(long result) {
    return result == -Errno.EAGAIN.number() || result == -Errno.EINTR.number();
  }

  private static OwnedFd openAt(int directory, String path, int mode, OpenFlag... flags) {
    try (Scratch scratch = new Scratch()) {
      long fd =
          Kernel.call(
              Syscall.OPENAT, path, directory, scratch.text(path), OpenFlag.bits(flags), mode);
      return OwnedFd.adopt((int) fd, path);
    }
  }
}
