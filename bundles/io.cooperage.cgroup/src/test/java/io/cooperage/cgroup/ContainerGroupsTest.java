package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.testing.cgroup.GroupedProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContainerGroupsTest {
  private static final IdMap MAP = new IdMap(1_000_000, 65_536);
  private static final String CT = UnifiedNode.CT;

  private UnifiedNode node;

  @BeforeEach
  void open() {
    node = UnifiedNode.open("v2");
    node.groups().create(CT, MAP);
  }

  @AfterEach
  void close() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void controllersReachTheContainersOwnSubtree() {
    assertThat(node.files(CT).read("cgroup.subtree_control")).contains(UnifiedNode.CONTROLLER);
    assertThat(node.files(CT + "/ns").read("cgroup.controllers")).contains(UnifiedNode.CONTROLLER);
    assertThat(node.files(CT + "/ns").read("cgroup.subtree_control")).isEmpty();
  }

  @Test
  void theSubtreeBelongsToTheContainersRootAndTheLimitsDoNot() {
    Path root = node.folder(CT + "/ns");

    assertThat(GroupFolders.owner(root)).isEqualTo(MAP.base());
    for (String file : List.of("cgroup.procs", "cgroup.threads", "cgroup.subtree_control")) {
      assertThat(GroupFolders.owner(root.resolve(file))).as(file).isEqualTo(MAP.base());
    }
    assertThat(GroupFolders.owner(root.resolve("cgroup.max.depth"))).isZero();
    assertThat(GroupFolders.owner(node.folder(CT))).isZero();
    assertThat(GroupFolders.owner(node.folder(CT).resolve("cgroup.procs"))).isZero();
  }

  @Test
  void aProgramStartsAlthoughSystemdMadeItsGroupAnInnerNode() {
    Path root = node.folder(CT + "/ns");
    try (GroupedProcess init = GroupedProcess.idle().enter(root.resolve("cgroup.procs"));
        GroupedProcess program = GroupedProcess.idle()) {
      GroupFolders.make(root.resolve("init.scope"));
      init.enter(root.resolve("init.scope/cgroup.procs"));
      node.files(CT + "/ns").write("cgroup.subtree_control", "+" + UnifiedNode.CONTROLLER);

      try (Descriptor leaf = node.groups().execHandle(CT)) {
        program.enter(Path.of("/proc/self/fd/" + leaf.fd() + "/cgroup.procs"));
      }

      Set<Integer> found = new TreeSet<>();
      GroupWalk.collectProcesses(node.folder(CT), found);
      assertThat(found).containsExactlyInAnyOrder(init.pid(), program.pid());
      assertThat(GroupFolders.owner(root.resolve(ContainerGroups.EXEC_LEAF))).isEqualTo(MAP.base());
    }
  }

  @Test
  void nestingIsBounded() {
    assertThat(node.files(CT).read("cgroup.max.depth")).isEqualTo("64");
    assertThat(node.files(CT).read("cgroup.max.descendants")).isEqualTo("8192");
  }
}
