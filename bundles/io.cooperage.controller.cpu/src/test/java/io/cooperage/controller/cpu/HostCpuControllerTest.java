package io.cooperage.controller.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
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
    long began = System.nanoTime();
    try (GroupedProcess spinner =
        GroupedProcess.waiting("i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done")) {
      groups.enter(spinner);
      spinner.go().await(Duration.ofSeconds(30));
    }
    long wall = System.nanoTime() - began;
    Map<Meter, Long> seen = new ConcurrentHashMap<>();
    controller.usage(cell, seen::put);

    assumeThat(seen.get(CpuTime.TIME)).as("time to measure").isGreaterThan(100_000_000L);
    assertThat(seen.get(CpuTime.TIME)).isLessThan(wall * 20 / 100 + 40_000_000L);
    assertThat(seen.get(CpuTime.THROTTLED)).isPositive();
  }
}
