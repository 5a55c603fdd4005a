package io.cooperage.controller.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Watch;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThrottleMonitorTest {
  private final ThrottleMonitor monitor = new ThrottleMonitor(50, Duration.ofHours(1));
  private final SimulatedGroup group = SimulatedGroup.v2("unified:/ct");
  private final Cell cell = TestCell.of(Map.of(Subsystem.CPU, group, Subsystem.CPUACCT, group));
  private final List<Map<String, String>> told = new ArrayList<>();
  private final long began = System.nanoTime();
  private Watch watch;

  @BeforeEach
  void open() {
    stat(0, 0, 0);
    watch = monitor.watch(cell, (type, message, details) -> told.add(details));
  }

  @AfterEach
  void close() {
    watch.close();
    monitor.close();
  }

  private void stat(long periods, long throttled, long used) {
    group.with(
        "cpu.stat",
        "usage_usec " + used + "\nnr_periods " + periods + "\nnr_throttled " + throttled);
  }

  private void look(int second) {
    monitor.look(began + second * 1_000_000_000L + 60_000_000_000L);
  }

  @Test
  void itTellsOnceUntilTheThrottlingWasOver() {
    stat(100, 60, 0);
    look(1);
    stat(200, 160, 0);
    look(2);
    assertThat(told).singleElement().satisfies(d -> assertThat(d).containsEntry("percent", "60"));

    stat(300, 170, 0);
    look(3);
    stat(400, 270, 0);
    look(4);
    assertThat(told).hasSize(2);
  }

  @Test
  void aFewPeriodsSayNothing() {
    stat(9, 9, 0);
    look(1);

    assertThat(told).isEmpty();
  }

  @Test
  void theUseBetweenTwoLooksIsRemembered() {
    assertThat(monitor.recentUse(cell.id())).isEmpty();
    stat(0, 0, 500_000);
    look(0);
    stat(0, 0, 2_000_000);
    look(1);

    assertThat(monitor.recentUse(cell.id())).contains(150L);
  }

  @Test
  void aContainerThatIsGoneIsNoTrouble() {
    group.vanish();
    look(1);
    watch.close();
    look(2);

    assertThat(told).isEmpty();
    assertThat(monitor.recentUse(cell.id())).isEmpty();
  }
}
