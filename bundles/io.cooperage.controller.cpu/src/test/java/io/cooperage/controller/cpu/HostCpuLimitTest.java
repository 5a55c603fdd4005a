package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.Watch;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.cgroup.HostGroups;
import io.cooperage.testing.controller.HostCell;
import io.cooperage.testing.controller.TestCell;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether limits and shares bite on the real kernel, also on one with one core. */
class HostCpuLimitTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension
  private final HostCell host =
      HostCell.needing(Subsystem.CPU).wanting(Subsystem.CPUACCT, Subsystem.CPUSET, Subsystem.CORE);

  private final ThrottleMonitor monitor = new ThrottleMonitor(50, Duration.ofHours(1));
  private final CpuController controller = new CpuController(TestNode.of("0-1"), monitor);

  @AfterEach
  void end() {
    controller.deactivate();
  }

  @Test
  void aSpinnerGetsNoMoreThanItsLimitAndItsWaitIsCounted() {
    controller.apply(
        host.cell(), ParameterValues.builder().put(CPULIMIT, CpuLimit.percent(20)).build());
    try (GroupedProcess spinner = GroupedProcess.waiting("while :; do :; done")) {
      host.groups().enter(spinner);
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

  @Test
  void aThrottledSpinnerIsToldOnceWithItsFigures() {
    List<String> told = new CopyOnWriteArrayList<>();
    controller.apply(
        host.cell(), ParameterValues.builder().put(CPULIMIT, CpuLimit.percent(10)).build());
    try (Watch watch =
            controller.watch(host.cell(), (type, message, details) -> told.add(type + message));
        GroupedProcess spinner = GroupedProcess.waiting("while :; do :; done")) {
      host.groups().enter(spinner);
      spinner.go();
      Eventually.holds(
          "periods go by",
          LONG,
          () -> controller.counts(host.cell()).get(0).failCount().orElse(0) > 20);
      monitor.look(System.nanoTime());

      assertThat(told).singleElement().asString().startsWith("limit.cpucpulimit holds");
      assertThat(
              controller.foresee(
                  host.cell(),
                  ParameterValues.builder().put(CPULIMIT, CpuLimit.percent(1)).build()))
          .singleElement()
          .satisfies(c -> assertThat(c.fatal()).isFalse())
          .satisfies(c -> assertThat(c.message()).contains("slowed down to 1 %"));
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void theHeavierOfTwoGetsItsShareOfTheirOneCore() {
    controller.apply(host.cell(), onOneCore(4000));
    try (HostGroups light =
            HostGroups.open(
                "light", EnumSet.of(Subsystem.CPU, Subsystem.CPUACCT, Subsystem.CPUSET));
        GroupedProcess first = GroupedProcess.waiting("while :; do :; done");
        GroupedProcess second = GroupedProcess.waiting("while :; do :; done")) {
      Cell other = TestCell.of(light.directories());
      controller.apply(other, onOneCore(1000));
      host.groups().enter(first);
      light.enter(second);
      first.go();
      second.go();
      Eventually.holds("both ran", LONG, () -> used(other) > 300_000_000L);

      assertThat((double) used(host.cell()) / used(other)).isBetween(2.8, 5.7);
    }
  }

  /** Two that shall share a core must have no other to go to. */
  private ParameterValues onOneCore(long units) {
    ParameterValues.Builder values = ParameterValues.builder().put(CPUUNITS, units);
    boolean several = SysfsCpus.ofHost().online().size() > 1;
    assumeThat(several && !host.cell().has(Subsystem.CPUSET))
        .as("several cores without cpuset")
        .isFalse();
    return several ? values.put(CPUMASK, new IndexSet("0")).build() : values.build();
  }

  private static long used(Cell cell) {
    return CpuTime.used(cell).orElse(0);
  }

  private long amount(Meter meter) {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();
    controller.usage(host.cell(), seen::put);
    return seen.getOrDefault(meter, 0L);
  }
}
