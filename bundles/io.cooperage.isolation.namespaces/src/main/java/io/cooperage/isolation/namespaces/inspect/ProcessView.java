package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.security.SecurityModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What procfs says of one process. Every read is bounded: a CT's owner decides how long its mount
 * table is.
 *
 * @param folder as {@code /proc/123}
 */
public record ProcessView(Path folder) {
  private static final int SMALL = 64 * 1024;
  private static final int MOUNT_TABLE = 8 << 20;

  public static ProcessView of(int pid) {
    return new ProcessView(Path.of("/proc", Integer.toString(pid)));
  }

  /** The daemon, which is in the node's own namespaces. */
  public static ProcessView ofNode() {
    return new ProcessView(Path.of("/proc/self"));
  }

  /** A line of its status, as "Seccomp"; empty if this kernel has none. */
  Optional<String> status(String key) {
    return text("status", SMALL)
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst();
  }

  /** Number of a namespace; the same number is the same namespace. */
  Optional<Long> namespace(String name) {
    try {
      return Optional.of(StatusCalls.status(folder.resolve("ns").resolve(name)).inode());
    } catch (LinuxException e) {
      return Optional.empty();
    }
  }

  /** One line for each range: first id inside, first id of the host, number of ids. */
  List<String> uidMap() {
    return text("uid_map", SMALL)
        .lines()
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .toList();
  }

  List<MountEntry> mounts() {
    return text("mountinfo", MOUNT_TABLE).lines().flatMap(MountEntry::parse).toList();
  }

  /** Its label of a security module; empty if that gives none. */
  String label(SecurityModule module) {
    return module.labelFiles().stream().flatMap(this::label).findFirst().orElse("");
  }

  private Stream<String> label(String file) {
    try {
      return Stream.of(text(file, SMALL).replace("\0", "").strip()).filter(l -> !l.isEmpty());
    } catch (LinuxException e) {
      return Stream.empty();
    }
  }

  private String text(String file, int limit) {
    try (OwnedFd open = OpenCalls.open(folder.resolve(file))) {
      return FileCalls.readText(open, limit);
    }
  }
}
