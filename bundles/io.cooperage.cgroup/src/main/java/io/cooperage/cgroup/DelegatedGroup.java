package io.cooperage.cgroup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.XattrCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A v2 group that systemd has delegated to us (Delegate=yes): the unit's own processes sit in it,
 * and as long as they do the kernel hands no controller down. systemd before 254 cannot start them
 * in a sub-group of their own.
 */
final class DelegatedGroup {
  /** Where the unit's processes go. */
  static final String LEAF = "supervisor";

  private static final List<String> MARKS = List.of("user.delegate", "trusted.delegate");

  private final Path folder;
  private final GroupFiles leaf;

  private DelegatedGroup(Path folder, GroupFiles leaf) {
    this.folder = folder;
    this.leaf = leaf;
  }

  static DelegatedGroup at(Hierarchy hierarchy, String path) {
    String below = path.isEmpty() ? LEAF : path + "/" + LEAF;
    return new DelegatedGroup(hierarchy.group(path), new GroupFiles(hierarchy, below));
  }

  /** Moves the group's own processes to the leaf; says false if the group was not delegated. */
  boolean evacuate() {
    if (!delegated()) {
      return false;
    }
    GroupFolders.make(folder.resolve(LEAF));
    TreeSet<Integer> processes = new TreeSet<>();
    GroupWalk.collectOwnProcesses(folder, processes);
    processes.forEach(this::move);
    return true;
  }

  private void move(int pid) {
    try {
      leaf.write("cgroup.procs", Integer.toString(pid));
    } catch (ContainerException e) {
      if (!(e.getCause() instanceof LinuxException cause && cause.is(Errno.ESRCH))) {
        throw e;
      }
    }
  }

  private boolean delegated() {
    try (OwnedFd open = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      return MARKS.stream().anyMatch(mark -> isOne(XattrCalls.get(open, mark)));
    } catch (LinuxException e) {
      if (e.is(Errno.EOPNOTSUPP)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isOne(Optional<byte[]> value) {
    return value.isPresent() && new String(value.get(), StandardCharsets.UTF_8).equals("1");
  }
}
