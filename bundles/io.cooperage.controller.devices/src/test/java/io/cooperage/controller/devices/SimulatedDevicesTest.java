package io.cooperage.controller.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written to a v1 group, and where a host without one is held. */
class SimulatedDevicesTest {
  private final SimulatedGroup v1 =
      SimulatedGroup.v1("devices:/ct")
          .with("devices.list", "c 1:3 rwm\nc 10:229 rw\nb *:* m")
          .with("devices.allow", "")
          .with("devices.deny", "");
  private final SimulatedGroup unified = SimulatedGroup.v2("unified:/ct");

  @Test
  void onlyTheDifferenceIsWritten() {
    new DeviceGroupV1(v1).apply(new DeviceGroupV1(v1).inForce().orElseThrow());
    assertThat(v1.writes()).isEmpty();

    new DevicesController()
        .apply(
            TestCell.of(Map.of(Subsystem.DEVICES, v1)), DevicesContractCases.values("c:10:229:r"));

    assertThat(v1.writes())
        .contains("devices.allow=c 136:* rwm", "devices.deny=c 10:229 w")
        .doesNotContain("devices.deny=a", "devices.allow=c 1:3 rwm");
  }

  @Test
  void readBackTellsWhatTheKernelLetsThroughAndNotWhatWasAsked() {
    v1.with("devices.list", "c 10:* rw\nc 10:229 r\nb *:* m\nc *:* m");
    DevicesController controller = new DevicesController();
    TestCell cell = TestCell.of(Map.of(Subsystem.DEVICES, v1));
    controller.apply(cell, DevicesContractCases.values("c:10:all:rw", "c:10:229:none"));
    v1.with("devices.list", "c 10:* rw\nc 10:229 r\nb *:* m\nc *:* m");

    assertThat(DevicesContractCases.devices(controller.readBack(cell)))
        .contains("c:10:all:rw", "c:10:229:rw")
        .doesNotContain("c:10:229:none", "c:10:229:r");
  }

  @Test
  void aGroupThatAllowsAllIsClosedFirst() {
    v1.with("devices.list", "a *:* rwm");

    new DevicesController()
        .apply(TestCell.of(Map.of(Subsystem.DEVICES, v1)), ParameterValues.empty());

    assertThat(v1.writes()).startsWith("devices.deny=a").contains("devices.allow=c *:* m");
  }

  @Test
  void aPrivilegedContainersGroupOnV1IsHeldByAProgram() {
    SimulatedGroup outer =
        SimulatedGroup.v1("devices:/ct").with(SimulatedGroup.v1("devices:/ct/ns"));

    assertThat(
            DeviceGroup.of(TestCell.of(Map.of(Subsystem.DEVICES, outer, Subsystem.CORE, unified))))
        .containsInstanceOf(DeviceGroupV2.class);
    assertThat(DeviceGroup.of(TestCell.of(Map.of(Subsystem.DEVICES, v1, Subsystem.CORE, unified))))
        .containsInstanceOf(DeviceGroupV1.class);
    assertThat(DeviceGroup.of(TestCell.of(Map.of()))).isEmpty();
  }
}
