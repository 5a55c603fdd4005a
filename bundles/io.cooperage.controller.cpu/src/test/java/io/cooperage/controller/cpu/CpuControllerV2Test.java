package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The contract on v2's file formats. */
class CpuControllerV2Test extends CpuControllerContractCases {
  private final SimulatedGroup group =
      SimulatedGroup.v2("unified:/ct")
          .with("cpu.weight", "100")
          .with("cpu.max", "max 100000")
          .with("cpu.stat", "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\nthrottled_usec 20");
  private final Cell cell = TestCell.of(Map.of(Subsystem.CPU, group, Subsystem.CPUACCT, group));

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    SimulatedGroup none = SimulatedGroup.v2("unified:/gone");
    return TestCell.of(Map.of(Subsystem.CPU, none, Subsystem.CPUACCT, none));
  }

  @Test
  void unitsBecomeATenthAsWeightAndAreClamped() {
    CpuController controller = new CpuController();
    controller.apply(cell, ParameterValues.builder().put(CPUUNITS, 500_000L).build());
    assertThat(group.read("cpu.weight")).isEqualTo("10000");
    assertThat(controller.readBack(cell).get(0).value()).isEqualTo("100000");
    assertThat(controller.readBack(cell).get(0).rounding()).isEqualTo("500000");

    controller.apply(cell, ParameterValues.builder().put(CPUUNITS, 8L).build());
    assertThat(group.read("cpu.weight")).isEqualTo("1");
  }

  @Test
  void theSmallerOfLimitAndCountApplies() {
    CpuController controller = new CpuController();
    controller.apply(cell, ParameterValues.builder().put(CPULIMIT, 350L).put(CPUS, 2L).build());
    assertThat(group.read("cpu.max")).isEqualTo("200000 100000");

    controller.apply(cell, ParameterValues.builder().put(CPULIMIT, 150L).put(CPUS, 2L).build());
    assertThat(group.read("cpu.max")).isEqualTo("150000 100000");

    controller.apply(cell, ParameterValues.builder().put(CPULIMIT, 0L).build());
    assertThat(group.read("cpu.max")).isEqualTo("max 100000");
  }

  @Test
  void microsecondsAreReportedAsNanoseconds() {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();

    new CpuController().usage(cell, seen::put);

    assertThat(seen)
        .containsEntry(CpuTime.TIME, 1_500_000L)
        .containsEntry(CpuTime.THROTTLED, 20_000L);
  }

  @Test
  void aLimitChangedBehindOurBackShows() {
    CpuController controller = new CpuController();
    controller.apply(cell, ParameterValues.builder().put(CPULIMIT, 50L).build());
    group.write("cpu.max", "90000 100000");

    assertThat(controller.readBack(cell).get(1).value()).isEqualTo("90");
    assertThat(controller.readBack(cell).get(1).rounding()).isEmpty();
  }
}
