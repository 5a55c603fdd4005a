package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.BURST;
import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;
import static io.cooperage.controller.cpu.CpuParameters.GUARANTEE;
import static io.cooperage.controller.cpu.CpuParameters.NODEMASK;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.testing.controller.ResourceControllerContract;
import java.time.Duration;
import java.util.List;

/** Values for the contract, whatever the cell. */
abstract class CpuControllerContractCases extends ResourceControllerContract {
  static final NodeCpus NODE = TestNode.of("0-1");

  static CpuController cpu() {
    return new CpuController(NODE, new ThrottleMonitor(50, Duration.ofHours(1)));
  }

  @Override
  protected ResourceController controller() {
    return cpu();
  }

  @Override
  protected HostFacts host() {
    return new HostFacts(1L << 30, 2, "test", new CpuProbe(NODE).features());
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        values().put(CPUUNITS, 2000L).put(CPULIMIT, CpuLimit.percent(50)).build(),
        values().put(CPUUNITS, 8L).put(CPUS, 1L).put(CPUMASK, new IndexSet("1")).build(),
        values().put(CPUUNITS, 500_000L).put(CPULIMIT, CpuLimit.percent(0)).build(),
        values().put(CPUUNITS, 1003L).put(CPULIMIT, CpuLimit.percent(7)).put(CPUS, 2L).build(),
        values().put(CPULIMIT, CpuLimit.percent(150)).put(BURST, 100L).put(GUARANTEE, 60L).build(),
        values().put(CPULIMIT, CpuLimit.percent(5)).put(BURST, 5L).put(CPUUNITS, 77L).build(),
        values().put(CPULIMIT, new CpuLimit(1234, true)).put(CPUMASK, IndexSet.ALL).build(),
        values().put(CPUMASK, new IndexSet("0-1")).put(NODEMASK, new IndexSet("0")).build(),
        values().put(CPULIMIT, CpuLimit.percent(350)).put(CPUS, 2L).build());
  }

  static ParameterValues.Builder values() {
    return ParameterValues.builder();
  }
}
