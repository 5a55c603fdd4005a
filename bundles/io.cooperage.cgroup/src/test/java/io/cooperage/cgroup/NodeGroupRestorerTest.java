package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.node.HostChange;
import io.cooperage.testing.node.MemoryHostLedger;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeGroupRestorerTest {
  @Test
  void whatIsRecordedIsPutBack() {
    String parent = TestGroups.parent("restore");
    MemoryHostLedger ledger = new MemoryHostLedger();
    List<ContainerGroups> groups = HostHierarchies.of(parent).prepare(ledger);
    assertThat(ledger.changes()).extracting(HostChange::key).contains(parent);
    NodeGroupRestorer restorer = new NodeGroupRestorer(groups);

    ledger.changes().forEach(restorer::restore);
    ledger.changes().forEach(restorer::restore);

    assertThat(groups).noneMatch(g -> Files.exists(g.hierarchy().group(parent)));
  }

  @Test
  void aNodeGroupThatIsStillUsedStays() {
    try (TestGroups other = TestGroups.ofHost("neighbour")) {
      String parent = TestGroups.parent("neighbour");
      GroupFolders.make(other.all().get(0).hierarchy().group(parent + "/busy"));

      new NodeGroupRestorer(other.all())
          .restore(new HostChange(HostHierarchies.KIND, parent, "", "", ""));

      assertThat(other.all().get(0).hierarchy().group(parent + "/busy")).exists();
      GroupFolders.remove(other.all().get(0).hierarchy().group(parent + "/busy"));
    }
  }

  @Test
  void ofTwoNodesThatOverlapTheLastSwitchesTheControllersOff() {
    try (UnifiedNode host = UnifiedNode.open("overlap")) {
      GroupFolders.make(host.folder("root"));
      Hierarchy root =
          new Hierarchy(
              2,
              "unified",
              host.folder("root"),
              SubsystemNames.ofVersion2(Set.of(UnifiedNode.CONTROLLER)));
      GroupFiles files = host.files("root");
      Runnable first = node(root, "cooperage/first");
      Runnable second = node(root, "cooperage/second");
      assertThat(files.read("cgroup.subtree_control")).isEqualTo(UnifiedNode.CONTROLLER);

      first.run();
      assertThat(files.read("cgroup.subtree_control")).isEqualTo(UnifiedNode.CONTROLLER);
      second.run();
      assertThat(files.read("cgroup.subtree_control")).isEmpty();
    }
  }

  /** Brings a node's groups up; answers what takes it down. */
  private static Runnable node(Hierarchy root, String parent) {
    MemoryHostLedger ledger = new MemoryHostLedger();
    List<ContainerGroups> groups =
        new HostHierarchies(parent, List.of(root), List.of(UnifiedNode.CONTROLLER), List.of())
            .prepare(ledger);
    return () -> ledger.changes().forEach(new NodeGroupRestorer(groups)::restore);
  }
}
