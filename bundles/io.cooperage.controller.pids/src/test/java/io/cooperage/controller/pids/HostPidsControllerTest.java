package io.cooperage.controller.pids;

import static io.cooperage.controller.pids.PidsParameters.NUMPROC;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.controller.Watch;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.controller.HostCell;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, and whether the limit bites, on the real kernel. */
class HostPidsControllerTest extends PidsContractCases {
  private static final Duration SOON = Duration.ofSeconds(30);

  @RegisterExtension private final HostCell host = HostCell.needing(Subsystem.PIDS);

  @Override
  protected Cell cell() {
    return host.cell();
  }

  @Override
  protected Cell gone() {
    return host.gone();
  }

  @Test
  void aForkBombIsRefusedCountedAndTold() {
    PidsController controller = new PidsController(Duration.ofMillis(20));
    controller.apply(host.cell(), ParameterValues.builder().put(NUMPROC, 10L).build());
    Queue<Map<String, String>> events = new ConcurrentLinkedQueue<>();
    try (Watch watch =
            controller.watch(host.cell(), (type, message, details) -> events.add(details));
        GroupedProcess bomb = GroupedProcess.waiting(GroupedProcess.FORKING)) {
      host.groups().enter(bomb);
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
    } finally {
      controller.deactivate();
    }
  }

  @Test
  void aLimitBelowPresentUseEndsNobody() {
    PidsController controller = new PidsController();
    try (GroupedProcess first = GroupedProcess.idle();
        GroupedProcess second = GroupedProcess.idle()) {
      host.groups().enter(first);
      host.groups().enter(second);
      controller.apply(host.cell(), ParameterValues.builder().put(NUMPROC, 1L).build());

      assertThat(count(controller).held()).isEqualTo(2);
      assertThat(first.alive()).isTrue();
      assertThat(second.alive()).isTrue();
    }
  }

  private ResourceCount count(PidsController controller) {
    return controller.counts(host.cell()).get(0);
  }
}
