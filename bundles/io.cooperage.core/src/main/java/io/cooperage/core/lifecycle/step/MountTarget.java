package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Folders of the host that an operator wants something mounted at. */
public final class MountTarget {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int PLACE = 4;

  private MountTarget() {}

  /**
   * The folder without links in its path.
   *
   * @throws ContainerException BAD_VALUE unless it is an empty folder where nothing is mounted
   */
  public static Path require(Path target) {
    if (!target.isAbsolute()) {
      throw refused(target, "must be an absolute path");
    }
    try {
      Path folder = target.toRealPath();
      if (taken(folder)) {
        throw refused(target, "has something mounted at it already");
      }
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw refused(target, "must be an empty folder");
        }
      }
      return folder;
    } catch (IOException e) {
      throw refused(target, "must be a folder that is there: " + e);
    }
  }

  /** A folder of the node's own, without the links that may lead to its run folder. */
  static Path own(Path folder) {
    try {
      return folder.getParent().toRealPath().resolve(folder.getFileName());
    } catch (IOException e) {
      return folder; // it is not there; who uses it says so
    }
  }

  private static boolean taken(Path folder) throws IOException {
    String written = escaped(folder.toString());
    try (Stream<String> mounts = Files.lines(MOUNTS)) {
      return mounts.anyMatch(line -> line.split(" ", -1)[PLACE].equals(written));
    }
  }

  // As the kernel writes them, see seq_path.
  private static String escaped(String path) {
    return path.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }

  private static ContainerException refused(Path target, String why) {
    return ContainerException.badInput(
        ErrorCode.BAD_VALUE, Problem.of("target", target.toString(), why));
  }
}
