package io.cooperage.cgroup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.HostChange;
import io.cooperage.spi.node.HostLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The hierarchies of this host and the node's group in each. */
final class HostHierarchies {
  /** Kind of our host changes. */
  static final String KIND = "cgroup";

  /** Key of the change to the unified root; the others have the node group's path. */
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private static final Path DELEGATE = Path.of("/sys/kernel/cgroup/delegate");
  private static final List<String> DELEGATED =
      List.of("cgroup.procs", "cgroup.threads", "cgroup.subtree_control");

  private final String parent;
  private final List<Hierarchy> hierarchies;
  private final List<String> wanted;
  private final List<String> delegatedFiles;

  HostHierarchies(
      String parent,
      List<Hierarchy> hierarchies,
      List<String> wanted,
      List<String> delegatedFiles) {
    this.parent = parent;
    this.hierarchies = List.copyOf(hierarchies);
    this.wanted = List.copyOf(wanted);
    this.delegatedFiles = List.copyOf(delegatedFiles);
  }

  /** Looks at the host as it is now. */
  static HostHierarchies of(String parent) {
    List<Hierarchy> found = new MountedHierarchies(HostHierarchies::offered).parse(content(MOUNTS));
    if (found.isEmpty()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "no control group hierarchy is mounted on this host",
          "mount -t cgroup2 none /sys/fs/cgroup");
    }
    return new HostHierarchies(parent, found, SubsystemNames.WANTED, delegated());
  }

  /** Makes the node's groups, each change recorded before it is made; idempotent. */
  List<ContainerGroups> prepare(HostLedger ledger) {
    hierarchies.stream().filter(Hierarchy::unified).forEach(h -> recordRoot(h, ledger));
    List<ContainerGroups> groups = groups();
    ledger.record(
        new HostChange(KIND, parent, "", names(), "control groups that hold the CTs' limits"));
    groups.forEach(g -> g.node().prepare());
    return groups;
  }

  /** The groups as they may be, without touching anything. */
  List<ContainerGroups> groups() {
    return hierarchies.stream()
        .map(h -> new ContainerGroups(h, new NodeGroup(h, parent, wanted), delegatedFiles))
        .toList();
  }

  private void recordRoot(Hierarchy unified, HostLedger ledger) {
    GroupFiles root = new GroupFiles(unified, "");
    String before = root.read(RootControllers.FILE);
    List<String> enabled = Arrays.asList(before.split("\\s+", -1));
    List<String> missing =
        Arrays.stream(root.read("cgroup.controllers").split("\\s+", -1))
            .filter(c -> wanted.contains(c) && !enabled.contains(c))
            .toList();
    if (!missing.isEmpty()) {
      String after = String.join(" ", missing);
      ledger.record(
          new HostChange(
              KIND, RootControllers.FILE, before, after, "controllers handed down to the CTs"));
      new RootControllers(unified).remember(missing);
    }
  }

  private String names() {
    return String.join(" ", hierarchies.stream().map(Hierarchy::name).toList());
  }

  private static List<String> delegated() {
    return Files.exists(DELEGATE) ? content(DELEGATE).lines().toList() : DELEGATED;
  }

  private static String offered(Path mount) {
    return content(mount.resolve("cgroup.controllers"));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
