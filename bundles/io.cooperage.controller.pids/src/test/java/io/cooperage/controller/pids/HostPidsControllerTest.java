package io.cooperage.controller.pids;

import static io.cooperage.controller.pids.PidsParameters.NUMPROC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.controller.Watch;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.cgroup.HostGroups;
import io.cooperage.testing.controller.TestCell;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract, and whether the limit bites, on the real kernel. */
class HostPidsControllerTest extends PidsContractCases {
  private static final Set<Subsystem> NEEDED = EnumSet.of(Subsystem.PIDS);
  private static final Duration SOON = Duration.ofSeconds(30);

  private HostGroups groups;
  private Cell cell;

  @BeforeEach
  void open() {
    groups = HostGroups.open("pids", NEEDED);
    assumeThat(groups.directory(Subsystem.PIDS)).as("cgroup pids").isPresent();
    cell = TestCell.of(groups.directories());
  }

  @AfterEach
  void close() {
    groups.close();
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    HostGroups past = HostGroups.open("gone", NEEDED);
    past.close();
    return TestCell.of(past.directories());
  }

  @Test
  void aForkBombIsRefusedCountedAndTold() {
    ForkMonitor monitor = new ForkMonitor(Duration.ofMillis(20));
    PidsController controller = new PidsController(monitor);
    controller.apply(cell, ParameterValues.builder().put(NUMPROC, 10L).build());
    Queue<Map<String, String>> events = new ConcurrentLinkedQueue<>();
    try (monitor;
        Watch watch = controller.watch(cell, (type, message, details) -> events.add(details));
        GroupedProcess bomb = GroupedProcess.waiting(GroupedProcess.FORKING)) {
      groups.enter(bomb);
      bomb.go();
      Eventually.holds(
          "forks are refused", SOON, () -> count(controller).failCount().orElse(0) > 0);
      Eventually.holds("the watcher is told", SOON, () -> !events.isEmpty());

      assertThat(watch).isNotNull();
      assertThat(events.element())
          .containsEntry("parameter", "numproc")
          .containsEntry("limit", "10");
      assertThat(count(controller).held()).isLessThanOrEqualTo(10);
      assertThat(count(controller).maxHeld().orElse(10)).isEqualTo(10);
    }
  }

  @Test
  void aLimitBelowPresentUseEndsNobody() {
    PidsController controller = new PidsController();
    try (GroupedProcess first = GroupedProcess.idle();
        GroupedProcess second = GroupedProcess.idle()) {
      groups.enter(first);
      groups.enter(second);
      controller.apply(cell, ParameterValues.builder().put(NUMPROC, 1L).build());

      assertThat(count(controller).held()).isEqualTo(2);
      assertThat(first.alive()).isTrue();
      assertThat(second.alive()).isTrue();
    }
  }

  private ResourceCount count(PidsController controller) {
    return controller.counts(cell).get(0);
  }
}
