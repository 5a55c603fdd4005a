package io.cooperage.controller.io;

import static io.cooperage.controller.io.IoParameters.IOLIMIT;
import static io.cooperage.controller.io.IoParameters.IOPRIO;
import static io.cooperage.controller.io.IoParameters.IOPSLIMIT;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.controller.ResourceControllerContract;
import java.util.List;

/** Values for the contract, whatever the cell. */
abstract class IoContractCases extends ResourceControllerContract {
  private static final Rates FIVE = Rates.both(5 << 20);

  @Override
  protected ResourceController controller() {
    return new IoController();
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        ParameterValues.builder()
            .put(IOLIMIT, FIVE)
            .put(IOPSLIMIT, Rates.both(100))
            .put(IOPRIO, 7L)
            .build(),
        ParameterValues.builder().put(IOLIMIT, new Rates(0, 4096)).put(IOPRIO, 0L).build(),
        ParameterValues.builder().put(IOPSLIMIT, new Rates(1_000_000_000, 1)).build(),
        ParameterValues.builder().put(IOLIMIT, Rates.NONE).put(IOPRIO, 4L).build(),
        ParameterValues.builder().put(IOLIMIT, Rates.both(1L << 40)).build());
  }
}
