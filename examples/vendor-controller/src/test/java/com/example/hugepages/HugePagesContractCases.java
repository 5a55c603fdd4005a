package com.example.hugepages;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.ResourceControllerContract;
import io.cooperage.testing.controller.TestCell;
import java.util.List;
import java.util.Map;

/** Values for the contract, whatever the kernel. */
abstract class HugePagesContractCases extends ResourceControllerContract {
  private final SimulatedGroup group = kernel();
  private final Cell cell = TestCell.of(Map.of(Subsystem.HUGETLB, group));

  abstract SimulatedGroup kernel();

  SimulatedGroup group() {
    return group;
  }

  @Override
  protected ResourceController controller() {
    return new HugePagesController();
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    SimulatedGroup vanished = kernel();
    vanished.vanish();
    return TestCell.of(Map.of(Subsystem.HUGETLB, vanished));
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(values(64L << 20), values(5L << 20), values(0));
  }

  static ParameterValues values(long bytes) {
    return ParameterValues.builder().put(HugePagesController.HUGE_PAGES, bytes).build();
  }

  /** The kernel keeps whole pages. */
  static String rounded(String bytes) {
    return Long.toString(HugePageGroup.rounded(Long.parseLong(bytes)));
  }
}
