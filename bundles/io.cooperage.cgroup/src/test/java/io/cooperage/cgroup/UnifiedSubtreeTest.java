package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.file.XattrCalls;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.testing.cgroup.GroupedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The unified hierarchy with the one controller that even a hybrid host leaves in it. */
@Timeout(60)
class UnifiedSubtreeTest {
  private static final IdMap MAP = new IdMap(1_000_000, 65_536);
  private static final String CONTROLLER = "hugetlb";
  private static final String CT = "4a7a5a6e-0000-4000-8000-000000000001";

  private TestGroups groups;
  private GroupFiles root;
  private boolean handedDownBefore;

  @BeforeEach
  void prepare() {
    assumeThat(TestGroups.hierarchy().name()).as("a unified hierarchy").isEqualTo("unified");
    root = new GroupFiles(TestGroups.hierarchy(), "");
    assumeThat(root.read("cgroup.controllers")).as("v2 controller").contains(CONTROLLER);
    handedDownBefore = root.read("cgroup.subtree_control").contains(CONTROLLER);
    groups = TestGroups.unified("v2", List.of(CONTROLLER));
  }

  @AfterEach
  void leaveNothing() {
    if (groups != null) {
      new GroupKiller(groups.all(), Duration.ofSeconds(5), true).kill(CT);
      unified().remove(CT);
      GroupWalk.removeBelow(nodeGroup());
      groups.close();
      if (!handedDownBefore) {
        withdraw("cooperage");
        withdraw("");
      }
    }
  }

  private void withdraw(String path) {
    GroupFiles group = new GroupFiles(TestGroups.hierarchy(), path);
    if (group.has("cgroup.subtree_control")) {
      group.write("cgroup.subtree_control", "-" + CONTROLLER);
    }
  }

  private ContainerGroups unified() {
    return groups.all().get(0);
  }

  private Path nodeGroup() {
    return TestGroups.hierarchy().group(TestGroups.parent("v2"));
  }

  private Path namespaceRoot() {
    return unified().limitGroup(CT).resolve(ContainerGroups.NAMESPACE_ROOT);
  }

  private GroupFiles files(String below) {
    return new GroupFiles(TestGroups.hierarchy(), TestGroups.parent("v2") + "/" + CT + below);
  }

  @Test
  void controllersReachTheContainersOwnSubtree() {
    unified().create(CT, MAP);

    assertThat(files("").read("cgroup.subtree_control")).contains(CONTROLLER);
    assertThat(files("/ns").read("cgroup.controllers")).contains(CONTROLLER);
    assertThat(files("/ns").read("cgroup.subtree_control")).isEmpty();
  }

  @Test
  void theSubtreeBelongsToTheContainersRootAndTheLimitsDoNot() {
    unified().create(CT, MAP);

    assertThat(GroupFolders.owner(namespaceRoot())).isEqualTo(MAP.base());
    for (String file : List.of("cgroup.procs", "cgroup.threads", "cgroup.subtree_control")) {
      assertThat(GroupFolders.owner(namespaceRoot().resolve(file))).as(file).isEqualTo(MAP.base());
    }
    assertThat(GroupFolders.owner(namespaceRoot().resolve("cgroup.max.depth"))).isZero();
    assertThat(GroupFolders.owner(unified().limitGroup(CT))).isZero();
    assertThat(GroupFolders.owner(unified().limitGroup(CT).resolve("cgroup.procs"))).isZero();
  }

  @Test
  void aProgramStartsAlthoughSystemdMadeItsGroupAnInnerNode() {
    unified().create(CT, MAP);
    try (GroupedProcess init =
            GroupedProcess.idle().enter(namespaceRoot().resolve("cgroup.procs"));
        GroupedProcess program = GroupedProcess.idle()) {
      GroupFolders.make(namespaceRoot().resolve("init.scope"));
      init.enter(namespaceRoot().resolve("init.scope/cgroup.procs"));
      files("/ns").write("cgroup.subtree_control", "+" + CONTROLLER);

      try (Descriptor leaf = unified().execHandle(CT)) {
        program.enter(Path.of("/proc/self/fd/" + leaf.fd() + "/cgroup.procs"));
      }

      Set<Integer> found = new TreeSet<>();
      GroupWalk.collectProcesses(unified().limitGroup(CT), found);
      assertThat(found).containsExactlyInAnyOrder(init.pid(), program.pid());
      assertThat(GroupFolders.owner(namespaceRoot().resolve(ContainerGroups.EXEC_LEAF)))
          .isEqualTo(MAP.base());
    }
  }

  @Test
  void groupsNestedBeyondTheLongestPathAreWalkedAndRemoved() {
    unified().create(CT, MAP);
    try (GroupedProcess deep = GroupedProcess.idle()) {
      String name = "n".repeat(200);
      OwnedFd at = OpenCalls.open(namespaceRoot(), OpenFlag.DIRECTORY);
      for (int depth = 0; depth < 30; depth++) {
        DirectoryCalls.makeDirectory(at, name, 0755);
        OwnedFd below = OpenCalls.openAt(at, name, 0, OpenFlag.DIRECTORY);
        at.close();
        at = below;
      }
      deep.enter(at.path().resolve("cgroup.procs"));
      at.close();

      assertThat(groups.tree().present()).hasSize(1);
      Set<Integer> found = new TreeSet<>();
      GroupWalk.collectProcesses(unified().limitGroup(CT), found);
      assertThat(found).containsExactly(deep.pid());
    }
    assertThat(unified().remove(CT)).isTrue();
    assertThat(unified().limitGroup(CT)).doesNotExist();
  }

  @Test
  void nestingIsBounded() {
    unified().create(CT, MAP);

    assertThat(files("").read("cgroup.max.depth")).isEqualTo("64");
    assertThat(files("").read("cgroup.max.descendants")).isEqualTo("8192");
  }

  @Test
  void aDelegatedUnitsOwnProcessesMakeRoom() {
    Path unit = nodeGroup().resolve("some.service");
    GroupFolders.make(unit);
    try (GroupedProcess daemon = GroupedProcess.idle().enter(unit.resolve("cgroup.procs"))) {
      try (OwnedFd open = OpenCalls.open(unit, OpenFlag.DIRECTORY)) {
        XattrCalls.set(open, "user.delegate", "1".getBytes(StandardCharsets.UTF_8));
      }
      String below = TestGroups.parent("v2") + "/some.service/cooperage/node";
      NodeGroup node = new NodeGroup(TestGroups.hierarchy(), below, List.of(CONTROLLER));

      node.prepare();

      assertThat(new GroupFiles(TestGroups.hierarchy(), below).read("cgroup.controllers"))
          .contains(CONTROLLER);
      Set<Integer> moved = new TreeSet<>();
      GroupWalk.collectOwnProcesses(unit.resolve(DelegatedGroup.LEAF), moved);
      assertThat(moved).containsExactly(daemon.pid());
    }
  }

  @Test
  void aUnitThatIsNotDelegatedKeepsItsProcesses() {
    Path unit = nodeGroup().resolve("other.service");
    GroupFolders.make(unit);
    try (GroupedProcess daemon = GroupedProcess.idle().enter(unit.resolve("cgroup.procs"))) {
      String below = TestGroups.parent("v2") + "/other.service/cooperage";
      NodeGroup node = new NodeGroup(TestGroups.hierarchy(), below, List.of(CONTROLLER));

      node.prepare();

      assertThat(daemon.alive()).isTrue();
      assertThat(Files.exists(unit.resolve(DelegatedGroup.LEAF))).isFalse();
      assertThat(node.subsystems()).doesNotContain(Subsystem.HUGETLB);
    }
  }

  @Test
  void theOwnerIsReadFromTheKernel() {
    unified().create(CT, MAP);
    try (OwnedFd open = OpenCalls.open(namespaceRoot(), OpenFlag.DIRECTORY)) {
      assertThat(StatusCalls.status(open).group()).isEqualTo(MAP.base());
    }
  }
}
