package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.testing.cgroup.CgroupProviderContract;
import io.cooperage.testing.cgroup.GroupedProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HostCgroupTreeTest extends CgroupProviderContract {
  private static TestGroups groups;

  @BeforeAll
  static void prepare() {
    groups = TestGroups.ofHost("host");
  }

  @AfterAll
  static void nothingOfOursIsLeft() {
    groups.close();
    assertThat(groups.all())
        .noneMatch(g -> Files.exists(g.hierarchy().group(TestGroups.parent("host"))));
  }

  @Override
  protected CgroupProvider provider() {
    return groups.tree();
  }

  @Test
  void namesThatAreNoIdentityAreNotContainers() {
    ContainerId id = created();
    Path node = groups.all().get(0).limitGroup(id.toString()).getParent();
    String upper = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    List<Path> strangers = List.of(node.resolve("leftover"), node.resolve("A" + upper));
    strangers.forEach(GroupFolders::make);

    assertThat(provider().present()).containsExactly(id);

    strangers.forEach(GroupFolders::remove);
  }

  @Test
  void theNodesGroupIsMadeAgainWhenSomebodyRemovedIt() {
    CgroupProvider tree = provider();
    ContainerId id = ContainerId.random();
    groups.close();

    tree.create(id, new IdMap(1_000_000, 65_536));

    assertThat(tree.present()).containsExactly(id);
    tree.remove(id);
  }

  @Test
  void aCpusetTakesProcessesAtOnce() {
    ContainerId id = created();

    GroupedProcess init = inInit(id, "");

    assertThat(provider().processes(id)).containsExactly(init.pid());
    if (provider().version(Subsystem.CPUSET).equals(Optional.of(1))) {
      assertThat(provider().directory(id, Subsystem.CPUSET).read("cpuset.cpus")).isNotEmpty();
    }
  }
}
