package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.controller.ResourceControllerContract;
import java.util.List;

/** Values for the contract, whatever the cell. */
abstract class CpuControllerContractCases extends ResourceControllerContract {
  @Override
  protected ResourceController controller() {
    return new CpuController();
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        ParameterValues.builder().put(CPUUNITS, 2000L).put(CPULIMIT, 50L).build(),
        ParameterValues.builder().put(CPUUNITS, 8L).put(CPUS, 1L).build(),
        ParameterValues.builder().put(CPUUNITS, 500_000L).put(CPULIMIT, 0L).build(),
        ParameterValues.builder().put(CPUUNITS, 1003L).put(CPULIMIT, 7L).put(CPUS, 2L).build(),
        ParameterValues.builder().put(CPULIMIT, 350L).put(CPUS, 2L).build());
  }
}
