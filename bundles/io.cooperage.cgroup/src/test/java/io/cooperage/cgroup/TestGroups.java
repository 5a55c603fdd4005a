package io.cooperage.cgroup;

import io.cooperage.testing.node.MemoryHostLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The hierarchies of this machine below a group of the test's own. */
final class TestGroups implements AutoCloseable {
  private static final List<String> DELEGATED =
      List.of("cgroup.procs", "cgroup.threads", "cgroup.subtree_control");

  private final List<ContainerGroups> groups;

  private TestGroups(List<ContainerGroups> groups) {
    this.groups = groups;
  }

  static String parent(String name) {
    return "cooperage/test-" + ProcessHandle.current().pid() + "/" + name;
  }

  /** All hierarchies, as the daemon finds them. */
  static TestGroups ofHost(String name) {
    return new TestGroups(HostHierarchies.of(parent(name)).prepare(new MemoryHostLedger()));
  }

  /** The unified hierarchy alone, with these controllers handed down. */
  static TestGroups unified(String name, List<String> wanted) {
    List<Hierarchy> v2 = List.of(hierarchy());
    return new TestGroups(
        new HostHierarchies(parent(name), v2, wanted, DELEGATED).prepare(new MemoryHostLedger()));
  }

  static Hierarchy hierarchy() {
    return HostHierarchies.of("x").groups().stream()
        .map(ContainerGroups::hierarchy)
        .filter(Hierarchy::unified)
        .findFirst()
        .orElseGet(() -> new Hierarchy(2, "none", Path.of("/nonexistent"), Set.of()));
  }

  List<ContainerGroups> all() {
    return groups;
  }

  CgroupTree tree() {
    return new CgroupTree(groups);
  }

  @Override
  public void close() {
    groups.forEach(g -> g.node().remove());
  }
}
