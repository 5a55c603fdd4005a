package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.cgroup.GroupedProcess;
import io.cooperage.testing.controller.HostCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, and whether masks bite, on the real kernel. */
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

  private long amount(Meter meter) {
    Map<Meter, Long> seen = new ConcurrentHashMap<>();
    cpu().usage(host.cell(), seen::put);
    return seen.getOrDefault(meter, 0L);
  }
}
