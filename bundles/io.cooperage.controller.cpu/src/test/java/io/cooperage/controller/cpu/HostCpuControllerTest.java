package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.Watch;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.cgroup.HostGroups;
import io.cooperage.testing.controller.HostCell;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, and whether the limits bite, on the real kernel. */
class HostCpuControllerTest extends CpuControllerContractCases {
  private static final Duration LONG = Duration.ofSeconds(60);

  @RegisterExtension
  private final HostCell host =
      HostCell.needing(Subsystem.CPU, Subsystem.CPUSET).wanting(Subsystem.CPUACCT, Subsystem.CORE);

  @BeforeEach
  void requireTwoCores() {
    assumeThat(SysfsCpus.ofHost().online()).as("two cores").isEqualTo(new IndexSet("0-1"));
  }

  @Override
  protected Cell cell() {
    return host.cell();
  }

  @Override
  protected Cell gone() {
    return host.gone();
  }

  @Test
  void aSpinnerGetsNoMoreThanItsLimitAndItsWaitIsCounted() {
    CpuController controller = cpu();
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
  void twoSpinnersOnOneCoreGetNoMoreThanThatCore() throws IOException {
    CpuController controller = cpu();
    controller.apply(host.cell(), values().put(CPUMASK, new IndexSet("1")).build());
    try (GroupedProcess spinner =
        GroupedProcess.waiting("while :; do :; done & while :; do :; done")) {
      host.groups().enter(spinner);
      long began = System.nanoTime();
      spinner.go();
      Eventually.holds("it ran", LONG, () -> amount(CpuTime.TIME) > 300_000_000L);
      long used = amount(CpuTime.TIME);

      assertThat(used).isLessThan(System.nanoTime() - began + 40_000_000L);
      assertThat(allowed(spinner)).contains("Cpus_allowed_list:\t1");
      controller.apply(host.cell(), ParameterValues.empty());
      assertThat(allowed(spinner)).contains("Cpus_allowed_list:\t0-1");
    }
  }

  private static String allowed(GroupedProcess process) throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/status"));
  }

  /** As a privileged CT has them, whose cgroup namespace begins below its limits. */
  @Test
  void groupsBelowFollowTheMaskBothWays() throws IOException {
    CgroupDirectory group = host.groups().directory(Subsystem.CPUSET).orElseThrow();
    assumeThat(group.version()).as("cpuset of cgroup v1").isEqualTo(1);
    Path below = Path.of(group.describe(), "ns");
    Files.createDirectory(below);
    try {
      CpuController controller = cpu();
      for (String mask : List.of("0-1", "1", "0")) {
        controller.apply(host.cell(), values().put(CPUMASK, new IndexSet(mask)).build());
        assertThat(Files.readString(below.resolve("cpuset.cpus")).strip()).isEqualTo(mask);
      }
      controller.apply(host.cell(), ParameterValues.empty());
      assertThat(Files.readString(below.resolve("cpuset.cpus")).strip()).isEqualTo("0-1");
    } finally {
      Files.delete(below);
    }
  }

  @Test
  void aThrottledSpinnerIsToldOnceWithItsFigures() {
    List<String> told = new CopyOnWriteArrayList<>();
    ThrottleMonitor monitor = new ThrottleMonitor(50, Duration.ofHours(1));
    CpuController controller = new CpuController(NODE, monitor);
    controller.apply(host.cell(), values().put(CPULIMIT, CpuLimit.percent(10)).build());
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
              controller.foresee(host.cell(), values().put(CPULIMIT, CpuLimit.percent(1)).build()))
          .singleElement()
          .satisfies(c -> assertThat(c.fatal()).isFalse())
          .satisfies(c -> assertThat(c.message()).contains("slowed down to 1 %"));
      assertThat(watch).isNotNull();
    } finally {
      controller.deactivate();
    }
  }

  @Test
  void theHeavierOfTwoGetsItsShareOfTheirOneCore() {
    CpuController controller = cpu();
    IndexSet one = new IndexSet("1");
    controller.apply(host.cell(), values().put(CPUMASK, one).put(CPUUNITS, 4000L).build());
    try (HostGroups light =
            HostGroups.open(
                "light", EnumSet.of(Subsystem.CPU, Subsystem.CPUACCT, Subsystem.CPUSET));
        GroupedProcess first = GroupedProcess.waiting("while :; do :; done");
        GroupedProcess second = GroupedProcess.waiting("while :; do :; done")) {
      Cell other = TestCell.of(light.directories());
      controller.apply(other, values().put(CPUMASK, one).put(CPUUNITS, 1000L).build());
      host.groups().enter(first);
      light.enter(second);
      first.go();
      second.go();
      Eventually.holds("both ran", LONG, () -> used(other) > 300_000_000L);

      assertThat((double) used(host.cell()) / used(other)).isBetween(2.8, 5.7);
    }
  }

  private static long used(Cell cell) {
    return CpuTime.used(cell).orElse(0);
  }

  private long amount(Meter meter) {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();
    cpu().usage(host.cell(), seen::put);
    return seen.getOrDefault(meter, 0L);
  }
}
