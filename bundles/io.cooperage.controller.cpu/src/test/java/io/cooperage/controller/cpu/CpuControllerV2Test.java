package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.BURST;
import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;
import static io.cooperage.controller.cpu.CpuParameters.GUARANTEE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
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
          .with("cpu.max.burst", "0")
          .with("cpuset.cpus", "", String::strip)
          .with("cpuset.mems", "", String::strip)
          .with("cpu.pressure", "some avg10=12.34 avg60=0.00 avg300=0.00 total=99\nfull avg10=0.00")
          .with(
              "cpu.stat",
              "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\n"
                  + "nr_periods 40\nnr_throttled 30\nthrottled_usec 20");
  private final Cell cell = cell(group);

  private static Cell cell(SimulatedGroup group) {
    return TestCell.of(
        Map.of(
            Subsystem.CPU, group,
            Subsystem.CPUACCT, group,
            Subsystem.CPUSET, group,
            Subsystem.CORE, group));
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    return cell(SimulatedGroup.v2("unified:/gone"));
  }

  @Test
  void unitsBecomeATenthAsWeightAndAreClamped() {
    CpuController controller = cpu();
    controller.apply(cell, ParameterValues.builder().put(CPUUNITS, 500_000L).build());
    assertThat(group.read("cpu.weight")).isEqualTo("10000");
    assertThat(controller.readBack(cell).get(0).value()).isEqualTo("100000");
    assertThat(controller.readBack(cell).get(0).rounding()).isEqualTo("500000");

    controller.apply(cell, ParameterValues.builder().put(CPUUNITS, 8L).build());
    assertThat(group.read("cpu.weight")).isEqualTo("1");
  }

  @Test
  void theSmallerOfLimitAndCountApplies() {
    CpuController controller = cpu();
    controller.apply(
        cell, ParameterValues.builder().put(CPULIMIT, CpuLimit.percent(350)).put(CPUS, 2L).build());
    assertThat(group.read("cpu.max")).isEqualTo("200000 100000");

    controller.apply(
        cell, ParameterValues.builder().put(CPULIMIT, CpuLimit.percent(150)).put(CPUS, 2L).build());
    assertThat(group.read("cpu.max")).isEqualTo("150000 100000");

    controller.apply(cell, ParameterValues.builder().put(CPULIMIT, CpuLimit.percent(0)).build());
    assertThat(group.read("cpu.max")).isEqualTo("max 100000");
  }

  @Test
  void microsecondsAreReportedAsNanoseconds() {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();

    cpu().usage(cell, seen::put);

    assertThat(seen)
        .containsEntry(CpuTime.TIME, 1_500_000L)
        .containsEntry(CpuTime.THROTTLED, 20_000L);
  }

  @Test
  void aLimitChangedBehindOurBackShows() {
    CpuController controller = cpu();
    controller.apply(cell, ParameterValues.builder().put(CPULIMIT, CpuLimit.percent(50)).build());
    group.write("cpu.max", "90000 100000");

    assertThat(controller.readBack(cell).get(1).value()).isEqualTo("90");
    assertThat(controller.readBack(cell).get(1).rounding()).isEmpty();
  }

  @Test
  void aWeightChangedBehindOurBackIsNoRounding() {
    CpuController controller = cpu();
    controller.apply(cell, values().put(CPUUNITS, 2000L).build());
    group.write("cpu.weight", "150");

    assertThat(controller.readBack(cell).get(0).value()).isEqualTo("1500");
    assertThat(controller.readBack(cell).get(0).rounding()).isEmpty();
  }

  @Test
  void megahertzBecomeTheirShareOfACore() {
    cpu().apply(cell, values().put(CPULIMIT, new CpuLimit(500, true)).build());

    assertThat(group.read("cpu.max")).isEqualTo("25000 100000");
  }

  @Test
  void aLimitBelowTheBurstIsSetWithTheBurstOutOfTheWay() {
    CpuController controller = cpu();
    controller.apply(cell, values().put(CPULIMIT, CpuLimit.percent(80)).put(BURST, 60L).build());
    controller.apply(cell, values().put(CPULIMIT, CpuLimit.percent(40)).put(BURST, 30L).build());

    assertThat(group.writes())
        .containsSubsequence(
            "cpu.max.burst=60000",
            "cpu.max.burst=0",
            "cpu.max=40000 100000",
            "cpu.max.burst=30000");
  }

  @Test
  void aKernelWithoutBurstsSaysWhichOneHasThem() {
    SimulatedGroup old =
        SimulatedGroup.v2("unified:/old").with("cpu.weight", "100").with("cpu.max", "max 100000");
    ParameterValues values = values().put(CPULIMIT, CpuLimit.percent(80)).put(BURST, 60L).build();

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> cpu().apply(TestCell.of(Map.of(Subsystem.CPU, old)), values))
        .withMessageContaining("cpu.max.burst")
        .satisfies(e -> assertThat(e.hint()).contains("5.14"));
  }

  @Test
  void aGuaranteeRaisesTheWeightAndSaysSo() {
    CpuController controller = cpu();
    controller.apply(cell, values().put(GUARANTEE, 50L).put(CPUUNITS, 500L).build());

    assertThat(group.read("cpu.weight")).isEqualTo("500");
    assertThat(controller.readBack(cell))
        .filteredOn(e -> e.parameter().equals("cpuunits"))
        .singleElement()
        .satisfies(e -> assertThat(e.rounding()).isEqualTo("500"))
        .satisfies(e -> assertThat(e.where()).contains("raised for cpu-guarantee"));
  }

  @Test
  void aGuaranteeThatTheKernelNoLongerWeighsIsShownSmaller() {
    CpuController controller = cpu();
    controller.apply(cell, values().put(GUARANTEE, 50L).build());
    group.write("cpu.weight", "100");

    assertThat(controller.readBack(cell))
        .filteredOn(e -> e.parameter().equals("cpu-guarantee"))
        .extracting(Effective::value)
        .containsExactly("10");
  }

  @Test
  void anEmptyMaskIsTheParents() {
    CpuController controller = cpu();
    controller.apply(cell, values().put(CPUMASK, new IndexSet("1")).build());
    controller.apply(cell, ParameterValues.empty());

    assertThat(group.read("cpuset.cpus")).isEmpty();
  }

  @Test
  void pressureAndThrottledPeriodsAreReported() {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();
    cpu().usage(cell, seen::put);

    assertThat(seen).extractingByKey(Pressure.ALL.get(0)).isEqualTo(1234L);
    assertThat(cpu().counts(cell))
        .singleElement()
        .satisfies(c -> assertThat(c.failCount()).hasValue(30))
        .satisfies(c -> assertThat(c.held()).isEqualTo(40));
  }
}
