package io.cooperage.cgroup;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.DirectoryEntry;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Walks a group and everything below it by descriptors: a CT may nest groups until their path is
 * longer than any path call accepts. Groups that vanish on the way are no error.
 */
final class GroupWalk {
  /** Above the depth that CTs are held to by {@code cgroup.max.depth}. */
  private static final int DEEPEST = 128;

  private static final int MOST_NAMES = 100_000;

  /** More than any kernel's controllers together give a group. */
  private static final int MOST_FILES = 1000;

  private static final int LARGEST_LIST = 16 << 20;

  private GroupWalk() {}

  /** Adds the pid of every process in the group and below it. */
  static void collectProcesses(Path group, Set<Integer> into) {
    opened(group)
        .ifPresent(
            open -> {
              try (open) {
                collect(open, into, 0);
              }
            });
  }

  /** Adds the pid of every process in the group itself. */
  static void collectOwnProcesses(Path group, Set<Integer> into) {
    opened(group)
        .ifPresent(
            open -> {
              try (open) {
                collect(open, into, DEEPEST);
              }
            });
  }

  /** Removes every group below the given one, deepest first; it stays itself. */
  static void removeBelow(Path group) {
    opened(group)
        .ifPresent(
            open -> {
              try (open) {
                removeBelow(open, 0);
              }
            });
  }

  /** Names of the groups directly below. */
  static List<String> names(Path group) {
    Optional<OwnedFd> found = opened(group);
    if (found.isEmpty()) {
      return List.of();
    }
    try (OwnedFd open = found.get()) {
      return children(open);
    }
  }

  /** Names of some of the groups directly below. */
  static List<String> names(Path group, int most) {
    Optional<OwnedFd> found = opened(group);
    if (found.isEmpty()) {
      return List.of();
    }
    try (OwnedFd open = found.get()) {
      // The group's own files are listed among its children.
      return folders(DirectoryCalls.beginning(open, MOST_FILES + most)).limit(most).toList();
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENODEV)) {
        return List.of();
      }
      throw e;
    }
  }

  private static Stream<String> folders(List<DirectoryEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.type() == FileType.DIRECTORY)
        .map(DirectoryEntry::name);
  }

  private static void collect(OwnedFd group, Set<Integer> into, int depth) {
    processes(group).lines().filter(line -> !line.equals("0")).forEach(l -> into.add(pid(l)));
    if (depth < DEEPEST) {
      for (String child : children(group)) {
        opened(group, child)
            .ifPresent(
                open -> {
                  try (open) {
                    collect(open, into, depth + 1);
                  }
                });
      }
    }
  }

  private static int pid(String line) {
    return Integer.parseInt(line.strip());
  }

  private static String processes(OwnedFd group) {
    try (OwnedFd file = OpenCalls.openAt(group, "cgroup.procs", 0)) {
      return FileCalls.readText(file, LARGEST_LIST);
    } catch (LinuxException e) {
      // EOPNOTSUPP: a threaded group; its processes are listed above it.
      if (e.is(Errno.ENOENT, Errno.ENODEV, Errno.EOPNOTSUPP)) {
        return "";
      }
      throw e;
    }
  }

  private static void removeBelow(OwnedFd group, int depth) {
    for (String child : children(group)) {
      if (depth < DEEPEST) {
        opened(group, child)
            .ifPresent(
                open -> {
                  try (open) {
                    removeBelow(open, depth + 1);
                  }
                });
      }
      try {
        DirectoryCalls.removeDirectory(group, child);
      } catch (LinuxException e) {
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
      }
    }
  }

  private static List<String> children(OwnedFd group) {
    try {
      return folders(DirectoryCalls.list(group, MOST_NAMES)).toList();
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENODEV)) {
        return List.of();
      }
      throw e;
    }
  }

  private static Optional<OwnedFd> opened(Path group) {
    try {
      return Optional.of(OpenCalls.open(group, OpenFlag.DIRECTORY));
    } catch (LinuxException e) {
      return absent(e);
    }
  }

  private static Optional<OwnedFd> opened(OwnedFd group, String child) {
    try {
      return Optional.of(OpenCalls.openAt(group, child, 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW));
    } catch (LinuxException e) {
      return absent(e);
    }
  }

  private static Optional<OwnedFd> absent(LinuxException e) {
    if (e.is(Errno.ENOENT, Errno.ENODEV)) {
      return Optional.empty();
    }
    throw e;
  }
}
