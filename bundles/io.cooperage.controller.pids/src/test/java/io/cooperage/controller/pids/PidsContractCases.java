package io.cooperage.controller.pids;

import static io.cooperage.controller.pids.PidsParameters.NUMPROC;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.controller.ResourceControllerContract;
import java.util.List;

/** Values for the contract, whatever the cell. */
abstract class PidsContractCases extends ResourceControllerContract {
  @Override
  protected ResourceController controller() {
    return new PidsController();
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        ParameterValues.builder().put(NUMPROC, 50L).build(),
        ParameterValues.builder().put(NUMPROC, 4_194_304L).build(),
        ParameterValues.builder().put(NUMPROC, CountType.UNLIMITED).build());
  }
}
