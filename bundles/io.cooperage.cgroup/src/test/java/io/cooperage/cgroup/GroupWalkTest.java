package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.testing.cgroup.GroupedProcess;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupWalkTest {
  private static final int DEPTH = 30;

  @Test
  void groupsNestedBeyondTheLongestPathAreWalkedAndRemoved() {
    try (UnifiedNode node = UnifiedNode.open("deep");
        GroupedProcess process = GroupedProcess.idle()) {
      node.groups().create(UnifiedNode.CT, new IdMap(1_000_000, 65_536));
      enterBelow(node.folder(UnifiedNode.CT + "/ns"), process);

      Set<Integer> found = new TreeSet<>();
      GroupWalk.collectProcesses(node.folder(UnifiedNode.CT), found);
      assertThat(found).containsExactly(process.pid());

      node.tree().killAll(ContainerId.parse(UnifiedNode.CT));
      assertThat(node.groups().remove(UnifiedNode.CT)).isTrue();
      assertThat(node.folder(UnifiedNode.CT)).doesNotExist();
    }
  }

  private static void enterBelow(Path group, GroupedProcess process) {
    String name = "n".repeat(200);
    OwnedFd at = OpenCalls.open(group, OpenFlag.DIRECTORY);
    for (int depth = 0; depth < DEPTH; depth++) {
      DirectoryCalls.makeDirectory(at, name, 0755);
      OwnedFd below = OpenCalls.openAt(at, name, 0, OpenFlag.DIRECTORY);
      at.close();
      at = below;
    }
    process.enter(at.path().resolve("cgroup.procs"));
    at.close();
  }

  @Test
  void aGroupThatIsNotThereIsEmpty() {
    Set<Integer> found = new TreeSet<>();
    Path none = Path.of("/sys/fs/cgroup/no/such/group");

    GroupWalk.collectProcesses(none, found);
    GroupWalk.removeBelow(none);

    assertThat(found).isEmpty();
    assertThat(GroupWalk.names(none)).isEmpty();
    assertThat(GroupWalk.names(none, 5)).isEmpty();
  }
}
