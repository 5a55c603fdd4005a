package io.cooperage.controller.vswap;

import static io.cooperage.controller.vswap.VSwapParameters.GUARANTEE;
import static io.cooperage.controller.vswap.VSwapParameters.OOM_POLICY;
import static io.cooperage.controller.vswap.VSwapParameters.PHYSPAGES;
import static io.cooperage.controller.vswap.VSwapParameters.SWAPPAGES;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.controller.ResourceControllerContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Values for the contract, whatever the cell. */
abstract class VSwapContractCases extends ResourceControllerContract {
  private final List<VSwapController> made = new ArrayList<>();

  @Override
  protected ResourceController controller() {
    VSwapController controller = TestMemory.controller();
    made.add(controller);
    return controller;
  }

  @AfterEach
  void endThreads() {
    made.forEach(VSwapController::deactivate);
  }

  static ParameterValues values(String ram, String swap) {
    ParameterValues.Builder values = ParameterValues.builder();
    values.put(PHYSPAGES, PHYSPAGES.type().parse(ram));
    if (!swap.isEmpty()) {
      values.put(SWAPPAGES, SWAPPAGES.type().parse(swap));
    }
    return values.build();
  }

  static ParameterValues with(ParameterValues limits, MemoryGuarantee guarantee) {
    return ParameterValues.builder()
        .put(PHYSPAGES, limits.get(PHYSPAGES).orElseThrow())
        .put(SWAPPAGES, limits.get(SWAPPAGES).orElseThrow())
        .put(GUARANTEE, guarantee)
        .put(OOM_POLICY, OomPolicy.PROCESS)
        .build();
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        values("64M", "128M"),
        values("1G", "0"),
        values("16M", "unlimited"),
        values("32M", ""),
        values("unlimited", ""),
        with(values("64M", "0"), MemoryGuarantee.bytes(20_000_001)),
        with(values("64M", "0"), new MemoryGuarantee(33, true)),
        with(values("64M", "0"), MemoryGuarantee.bytes(0)),
        values("20000001B", "30000001B"),
        values("131072:131072", "0:262144"));
  }
}
