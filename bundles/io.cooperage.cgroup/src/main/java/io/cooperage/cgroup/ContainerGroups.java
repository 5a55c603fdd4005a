package io.cooperage.cgroup;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.IdMap;
import java.nio.file.Path;
import java.util.List;

/** The groups of CTs in one hierarchy. Stateless; every call follows from the CT's name alone. */
final class ContainerGroups {
  /** The root of the CT's cgroup namespace, below the group that has its limits. */
  static final String NAMESPACE_ROOT = "ns";

  /**
   * Where programs start beside init: systemd turns its own group into an inner node, which takes
   * no process. Inside the namespace, so that the CT's systemd can move a login to its session's
   * scope.
   */
  static final String EXEC_LEAF = ".exec";

  // A CT's owner can nest groups at will; these bound what that costs the host and our removal.
  private static final String MOST_DESCENDANTS = "8192";
  private static final String DEEPEST = "64";

  private final Hierarchy hierarchy;
  private final NodeGroup node;
  private final List<String> delegatedFiles;

  ContainerGroups(Hierarchy hierarchy, NodeGroup node, List<String> delegatedFiles) {
    this.hierarchy = hierarchy;
    this.node = node;
    this.delegatedFiles = List.copyOf(delegatedFiles);
  }

  Hierarchy hierarchy() {
    return hierarchy;
  }

  NodeGroup node() {
    return node;
  }

  GroupFiles limits(String name) {
    return new GroupFiles(hierarchy, limitPath(name));
  }

  /** The same, whose files are read through those that are kept open. */
  GroupFiles limits(String name, KeptFiles kept) {
    return new GroupFiles(hierarchy, limitPath(name), kept);
  }

  Path limitGroup(String name) {
    return hierarchy.group(limitPath(name));
  }

  void create(String name, IdMap idMap) {
    try {
      make(name, idMap);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      // Somebody removed the node's own group since it was prepared.
      node.prepare();
      make(name, idMap);
    }
  }

  private void make(String name, IdMap idMap) {
    boolean made = GroupFolders.make(limitGroup(name));
    if (hierarchy.unified()) {
      if (made) {
        limits(name).write("cgroup.max.descendants", MOST_DESCENDANTS);
        limits(name).write("cgroup.max.depth", DEEPEST);
      }
      node.handDown(limitPath(name));
      GroupFolders.make(namespaceRoot(name));
      if (!idMap.privileged()) {
        GroupFolders.delegate(namespaceRoot(name), idMap.base(), delegatedFiles);
      }
    } else if (idMap.privileged()) {
      // Real root could raise the limits of its own namespace root. In a user namespace they are
      // out of reach, and a second level would cost 90 KiB of kernel memory a CT.
      GroupFolders.make(namespaceRoot(name));
    }
  }

  /** Opens what takes a new process: {@code cgroup.procs} on v1, the directory on v2. */
  Descriptor initHandle(String name) {
    if (hierarchy.unified()) {
      return directory(namespaceRoot(name));
    }
    try {
      return processList(namespaceRoot(name));
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      return processList(limitGroup(name));
    }
  }

  /** As {@link #initHandle} for a program beside init. */
  Descriptor execHandle(String name) {
    if (!hierarchy.unified()) {
      return initHandle(name);
    }
    Path leaf = namespaceRoot(name).resolve(EXEC_LEAF);
    if (GroupFolders.make(leaf)) {
      long owner = GroupFolders.owner(namespaceRoot(name));
      GroupFolders.delegate(leaf, owner, delegatedFiles);
    }
    return directory(leaf);
  }

  /** Removes the CT's groups; says false while something is in them. */
  boolean remove(String name) {
    try {
      GroupWalk.removeBelow(limitGroup(name));
      GroupFolders.remove(limitGroup(name));
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EBUSY)) {
        return false;
      }
      throw e;
    }
  }

  /** Names of the groups below the node's own. */
  List<String> names() {
    return GroupWalk.names(hierarchy.group(node.path()));
  }

  private String limitPath(String name) {
    return node.path() + "/" + name;
  }

  private Path namespaceRoot(String name) {
    return limitGroup(name).resolve(NAMESPACE_ROOT);
  }

  private static Descriptor directory(Path group) {
    try (OwnedFd open = OpenCalls.open(group, OpenFlag.DIRECTORY)) {
      return open.toDescriptor();
    }
  }

  private static Descriptor processList(Path group) {
    try (OwnedFd open = OpenCalls.open(group.resolve("cgroup.procs"), OpenFlag.WRITE_ONLY)) {
      return open.toDescriptor();
    }
  }
}
