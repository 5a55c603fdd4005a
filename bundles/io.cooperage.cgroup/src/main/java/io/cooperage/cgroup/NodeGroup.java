package io.cooperage.cgroup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.spi.cgroup.Subsystem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's own group in one hierarchy, and the groups on the way to it. */
final class NodeGroup {
  private static final Logger LOG = LoggerFactory.getLogger(NodeGroup.class);

  private static final String CONTROL = "cgroup.subtree_control";

  private final Hierarchy hierarchy;
  private final List<String> levels;
  private final List<String> wanted;

  /**
   * Names the group.
   *
   * @param parent path below the hierarchy, as {@code cooperage/node}
   * @param wanted v2 controllers to hand down, as far as the kernel has them
   */
  NodeGroup(Hierarchy hierarchy, String parent, List<String> wanted) {
    this.hierarchy = hierarchy;
    this.levels = levels(parent);
    this.wanted = List.copyOf(wanted);
  }

  String path() {
    return levels.get(levels.size() - 1);
  }

  /** The hierarchy's root and every group on the way, outermost first. */
  List<String> chain() {
    List<String> chain = new ArrayList<>();
    chain.add("");
    chain.addAll(levels);
    return chain;
  }

  /** Makes what is missing; idempotent. */
  void prepare() {
    if (hierarchy.unified()) {
      handDown("");
    }
    for (String level : levels) {
      boolean made = GroupFolders.make(hierarchy.group(level));
      if (hierarchy.unified()) {
        handDown(level);
      } else if (hierarchy.subsystems().contains(Subsystem.CPUSET)) {
        inheritCpuset(level);
      } else if (made && hierarchy.subsystems().contains(Subsystem.MEMORY)) {
        accountBelow(level);
      }
    }
  }

  /** Removes the groups on the way, innermost first, up to the first that is still used. */
  void remove() {
    for (int i = levels.size() - 1; i >= 0; i--) {
      try {
        GroupFolders.remove(hierarchy.group(levels.get(i)));
      } catch (LinuxException e) {
        if (e.is(Errno.EBUSY)) {
          return;
        }
        throw e;
      }
    }
  }

  /** What can be controlled in groups below, now that it is prepared. */
  Set<Subsystem> subsystems() {
    if (!hierarchy.unified()) {
      return hierarchy.subsystems();
    }
    Set<Subsystem> found = SubsystemNames.ofVersion2(words(path(), CONTROL));
    found.retainAll(hierarchy.subsystems());
    return found;
  }

  /** Enables a v2 group's controllers for its children, as far as it has them itself. */
  void handDown(String path) {
    Set<String> missing = new HashSet<>(words(path, "cgroup.controllers"));
    missing.retainAll(wanted);
    missing.removeAll(words(path, CONTROL));
    for (String controller : missing) {
      enable(path, controller);
    }
  }

  private void enable(String path, String controller) {
    GroupFiles files = new GroupFiles(hierarchy, path);
    try {
      files.write(CONTROL, "+" + controller);
      if (isThreaded(files)) {
        files.write(CONTROL, "-" + controller);
        again(path, files, controller, "it has processes of its own");
      }
    } catch (ContainerException e) {
      if (isBusy(e)) {
        again(path, files, controller, e.getMessage());
      } else {
        warn(files, controller, e.getMessage());
      }
    }
  }

  private void again(String path, GroupFiles files, String controller, String reason) {
    if (DelegatedGroup.at(hierarchy, path).evacuate()) {
      files.write(CONTROL, "+" + controller);
    } else {
      warn(files, controller, reason);
    }
  }

  // The other controllers work without this one; what is missing shows in the host's features.
  private static void warn(GroupFiles files, String controller, String reason) {
    LOG.warn("{} cannot be handed down from {}: {}", controller, files.describe(), reason);
  }

  /**
   * Some controllers are handed down beside a group's own processes, which makes the groups below
   * fit for threads alone.
   */
  private static boolean isThreaded(GroupFiles files) {
    return files.readIfPresent("cgroup.type").filter("domain threaded"::equals).isPresent();
  }

  private static boolean isBusy(ContainerException e) {
    return e.getCause() instanceof LinuxException cause && cause.is(Errno.EBUSY);
  }

  /**
   * A v1 cpuset takes no process until it has cpus and mems; the flag passes them on to children.
   */
  private void inheritCpuset(String level) {
    GroupFiles group = new GroupFiles(hierarchy, level);
    int slash = level.lastIndexOf('/');
    GroupFiles above = new GroupFiles(hierarchy, slash < 0 ? "" : level.substring(0, slash));
    for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
      if (group.read(file).isEmpty()) {
        group.write(file, above.read(file));
      }
    }
    if (!group.read("cgroup.clone_children").equals("1")) {
      group.write("cgroup.clone_children", "1");
    }
  }

  /** Kernels before 5.11 count children only where this says so; later ones always do. */
  private void accountBelow(String level) {
    GroupFiles group = new GroupFiles(hierarchy, level);
    Optional<String> counted = group.readIfPresent("memory.use_hierarchy");
    if (counted.isPresent() && counted.get().equals("0")) {
      group.write("memory.use_hierarchy", "1");
    }
  }

  private List<String> words(String path, String file) {
    return Arrays.asList(new GroupFiles(hierarchy, path).read(file).split("\\s+", -1));
  }

  private static List<String> levels(String parent) {
    List<String> levels = new ArrayList<>();
    String path = "";
    for (String name : parent.split("/", -1)) {
      if (name.isEmpty() || name.startsWith(".")) {
        throw new IllegalArgumentException("'" + parent + "' is not a path of control groups");
      }
      path = path.isEmpty() ? name : path + "/" + name;
      levels.add(path);
    }
    return List.copyOf(levels);
  }
}
