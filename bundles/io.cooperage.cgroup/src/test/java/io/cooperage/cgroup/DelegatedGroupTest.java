package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.XattrCalls;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.testing.cgroup.GroupedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DelegatedGroupTest {
  private UnifiedNode node;
  private Path unit;

  @BeforeEach
  void open() {
    node = UnifiedNode.open("unit");
    unit = node.folder("some.service");
    GroupFolders.make(unit);
  }

  @AfterEach
  void close() {
    if (node != null) {
      node.close();
    }
  }

  private NodeGroup below() {
    String path = node.path("some.service/cooperage/node");
    return new NodeGroup(TestGroups.hierarchy(), path, List.of(UnifiedNode.CONTROLLER));
  }

  @Test
  void aDelegatedUnitsOwnProcessesMakeRoom() {
    try (GroupedProcess daemon = GroupedProcess.idle().enter(unit.resolve("cgroup.procs"));
        OwnedFd open = OpenCalls.open(unit, OpenFlag.DIRECTORY)) {
      XattrCalls.set(open, "user.delegate", "1".getBytes(StandardCharsets.UTF_8));

      below().prepare();

      assertThat(node.files("some.service/cooperage/node").read("cgroup.controllers"))
          .contains(UnifiedNode.CONTROLLER);
      Set<Integer> moved = new TreeSet<>();
      GroupWalk.collectOwnProcesses(unit.resolve(DelegatedGroup.LEAF), moved);
      assertThat(moved).containsExactly(daemon.pid());
    }
  }

  @Test
  void aUnitThatIsNotDelegatedKeepsItsProcessesAndTheControllerIsMissing() {
    try (GroupedProcess daemon = GroupedProcess.idle().enter(unit.resolve("cgroup.procs"))) {
      NodeGroup group = below();

      group.prepare();

      Set<Integer> kept = new TreeSet<>();
      GroupWalk.collectOwnProcesses(unit, kept);
      assertThat(kept).containsExactly(daemon.pid());
      assertThat(unit.resolve(DelegatedGroup.LEAF)).doesNotExist();
      assertThat(group.subsystems()).doesNotContain(Subsystem.HUGETLB, Subsystem.PIDS);
    }
  }
}
