package io.cooperage.storage.ploop.image;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Opens files of folders that somebody else may have made. What is no regular file is never opened:
 * a FIFO would hold its opener up, a device may act on it, and a link leads elsewhere.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Opens a regular file; a link is refused too.
   *
   * @param flags the access
   * @throws MalformedImageException naming the file and what it is
   * @throws io.cooperage.linux.LinuxException ENOENT if it is missing
   */
  public static OwnedFd open(Path path, OpenFlag... flags) {
    return open(OpenCalls.open(path, OpenFlag.PATH, OpenFlag.NO_FOLLOW), path, flags);
  }

  /** As {@link #open}, for a file that the user named: there a link is followed. */
  public static OwnedFd openNamed(Path path, OpenFlag... flags) {
    return open(OpenCalls.open(path, OpenFlag.PATH), path, flags);
  }

  private static OwnedFd open(OwnedFd found, Path path, OpenFlag... flags) {
    try (OwnedFd name = found) {
      FileType type = StatusCalls.status(name).type();
      if (type != FileType.REGULAR) {
        throw new MalformedImageException(path + " is " + word(type) + ", not a regular file");
      }
      OpenFlag[] all = Arrays.copyOf(flags, flags.length + 1);
      all[flags.length] = OpenFlag.NON_BLOCKING;
      try (OwnedFd open = OpenCalls.open(name.path(), all)) {
        return OwnedFd.adopt(open.release(), path.toString());
      } catch (LinuxException e) {
        throw new LinuxException(e.call(), e.number(), path.toString());
      }
    }
  }

  private static String word(FileType type) {
    return switch (type) {
      case FIFO -> "a FIFO";
      case SYMLINK -> "a symbolic link";
      case DIRECTORY -> "a folder";
      case BLOCK_DEVICE -> "a block device";
      case CHARACTER_DEVICE -> "a character device";
      case SOCKET -> "a socket";
      default -> "of no known kind";
    };
  }
}
