package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kill on kernels without {@code cgroup.kill}, and on frozen CTs. */
@Timeout(60)
class GroupKillerTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final ContainerId id = ContainerId.random();
  private TestGroups groups;
  private CgroupTree tree;

  @BeforeEach
  void open() {
    groups = TestGroups.ofHost("kill");
    tree = groups.tree();
    tree.create(id, new IdMap(1_000_000, 65_536));
  }

  @AfterEach
  void close() {
    tree.killAll(id);
    tree.remove(id);
    groups.close();
  }

  private GroupedProcess started(String script) {
    try (CgroupHandles handles = tree.initHandles(id)) {
      return GroupedProcess.waiting(script).enter(handles).go();
    }
  }

  @Test
  void withoutTheKernelsSubtreeKillAFrozenForkBombCannotOutrunIt() {
    assumeThat(tree.version(Subsystem.PIDS)).as("cgroup pids").isPresent();
    tree.directory(id, Subsystem.PIDS).write("pids.max", "64");
    try (GroupedProcess bomb = started(GroupedProcess.FORKING)) {
      Eventually.holds("it goes off", SOON, () -> tree.processes(id).size() > 24);

      new GroupKiller(groups.all(), SOON, false).kill(id.toString());

      assertThat(tree.processes(id)).isEmpty();
      assertThat(bomb.await(SOON)).isEqualTo(137);
    }
  }

  @Test
  void aFrozenContainerIsKilledToo() {
    try (GroupedProcess init = started("sleep 600")) {
      if (tree.version(Subsystem.FREEZER).equals(Optional.of(1))) {
        tree.directory(id, Subsystem.FREEZER).write("freezer.state", "FROZEN");
      } else {
        tree.directory(id, Subsystem.FREEZER).write("cgroup.freeze", "1");
      }

      tree.killAll(id);

      assertThat(init.await(SOON)).isEqualTo(137);
    }
  }

  @Test
  void whatDoesNotEndInTimeIsNamed() {
    try (GroupedProcess init = started("sleep 600")) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> new GroupKiller(groups.all(), Duration.ZERO, false).kill(id.toString()))
          .withMessageContainingAll(id.toString(), Integer.toString(init.pid()));
    }
  }
}
