package io.cooperage.controller.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.cgroup.HostGroups;
import io.cooperage.testing.controller.TestCell;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract, and whether the limits bite, on the real kernel. */
class HostCpuControllerTest extends CpuControllerContractCases {
  private static final Set<Subsystem> NEEDED = EnumSet.of(Subsystem.CPU, Subsystem.CPUACCT);

  private HostGroups groups;
  private Cell cell;

  @BeforeEach
  void open() {
    groups = HostGroups.open("cpu", NEEDED);
    assumeThat(groups.directory(Subsystem.CPU)).as("cgroup cpu").isPresent();
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
  void aSpinnerGetsNoMoreThanItsLimitAndItsWaitIsCounted() {
    CpuController controller = new CpuController();
    controller.apply(cell, ParameterValues.builder().put(CpuParameters.CPULIMIT, 20L).build());
    try (GroupedProcess spinner = GroupedProcess.waiting("while :; do :; done")) {
      groups.enter(spinner);
      long began = System.nanoTime();
      spinner.go();
      Eventually.holds(
          "it was throttled",
          Duration.ofSeconds(60),
          () -> amount(CpuTime.THROTTLED) > 200_000_000L);
      long used = amount(CpuTime.TIME);
      long wall = System.nanoTime() - began;

      // Two periods' worth more: one for what is accounted late, one for the one that has begun.
      assertThat(used).isPositive().isLessThan(wall * 20 / 100 + 40_000_000L);
    }
  }

  private long amount(Meter meter) {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();
    new CpuController().usage(cell, seen::put);
    return seen.getOrDefault(meter, 0L);
  }
}
