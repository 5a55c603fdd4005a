package io.cooperage.cgroup;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node's group in the unified hierarchy that hands one controller down: hugetlb, which even a
 * hybrid host leaves in it, or one that every kernel has.
 */
final class UnifiedNode implements AutoCloseable {
  /** Empty where there is neither. */
  static final String CONTROLLER =
      Stream.of("hugetlb", "pids").filter(offered()::contains).findFirst().orElse("");

  static final String CT = "4a7a5a6e-0000-4000-8000-000000000001";

  private final String parent;
  private final TestGroups groups;
  private final boolean handedDownBefore;

  private UnifiedNode(String name) {
    assumeThat(CONTROLLER).as("v2 controller").isNotEmpty();
    GroupFiles root = new GroupFiles(TestGroups.hierarchy(), "");
    this.handedDownBefore = root.read("cgroup.subtree_control").contains(CONTROLLER);
    this.parent = TestGroups.parent(name);
    this.groups = TestGroups.unified(name, List.of(CONTROLLER));
  }

  private static List<String> offered() {
    return new GroupFiles(TestGroups.hierarchy(), "")
        .readIfPresent("cgroup.controllers")
        .map(names -> List.of(names.split(" ", -1)))
        .orElse(List.of());
  }

  /** Makes it, or skips the test where there is no such controller. */
  static UnifiedNode open(String name) {
    assumeThat(TestGroups.hierarchy().name()).as("a unified hierarchy").isEqualTo("unified");
    return new UnifiedNode(name);
  }

  ContainerGroups groups() {
    return groups.all().get(0);
  }

  CgroupTree tree() {
    return groups.tree();
  }

  String path(String below) {
    return parent + "/" + below;
  }

  Path folder(String below) {
    return TestGroups.hierarchy().group(path(below));
  }

  GroupFiles files(String below) {
    return new GroupFiles(TestGroups.hierarchy(), path(below));
  }

  @Override
  public void close() {
    new GroupKiller(groups.all(), Duration.ofSeconds(5), true).kill(CT);
    groups().remove(CT);
    GroupWalk.removeBelow(TestGroups.hierarchy().group(parent));
    groups.close();
    if (!handedDownBefore) {
      withdraw("cooperage");
      withdraw("");
    }
  }

  private static void withdraw(String path) {
    GroupFiles group = new GroupFiles(TestGroups.hierarchy(), path);
    if (group.has("cgroup.subtree_control")) {
      group.write("cgroup.subtree_control", "-" + CONTROLLER);
    }
  }
}
