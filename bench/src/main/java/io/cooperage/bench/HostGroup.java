package io.cooperage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups of the host as deep as a CT's in each hierarchy, with its processors and no limit, for
 * processes that are in no CT.
 */
final class HostGroup implements AutoCloseable {
  private static final String NAME = "cooperage-bench-host";

  private final List<Path> made = new ArrayList<>();
  private final List<Path> leaves = new ArrayList<>();

  /** Makes them like those of a process. */
  static HostGroup like(long pid) {
    return like(Groups.of(pid).folders());
  }

  /** Makes one for each of some groups, as deep as that, in its hierarchy. */
  static HostGroup like(List<Path> folders) {
    HostGroup group = new HostGroup();
    try {
      for (Path folder : folders) {
        group.make(folder);
      }
      return group;
    } catch (IOException e) {
      group.close();
      throw new UncheckedIOException("cannot make a group of the host", e);
    }
  }

  private void make(Path like) throws IOException {
    Path hierarchy = Groups.hierarchyOf(like);
    Path folder = hierarchy;
    for (int depth = hierarchy.getNameCount(); depth < like.getNameCount(); depth++) {
      folder = folder.resolve(NAME);
      if (!Files.exists(folder)) {
        Files.createDirectory(folder);
        made.add(folder);
      }
      for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
        if (Files.exists(folder.resolve(file)) && Files.exists(like.resolve(file))) {
          Files.writeString(folder.resolve(file), Files.readString(like.resolve(file)));
        }
      }
    }
    if (!leaves.contains(folder)) {
      leaves.add(folder);
    }
  }

  /** The deepest of each hierarchy. */
  List<Path> folders() {
    return List.copyOf(leaves);
  }

  /** Moves a process into groups. */
  static void move(long pid, List<Path> groups) {
    try {
      for (Path group : groups) {
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move a process into a group", e);
    }
  }

  /** Its processes have ended. */
  @Override
  public void close() {
    for (int i = made.size() - 1; i >= 0; i--) {
      if (!made.get(i).toFile().delete()) {
        System.err.println("not removed: " + made.get(i));
      }
    }
  }
}
