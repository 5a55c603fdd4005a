package io.cooperage.controller.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.testing.controller.HostCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, and whether the list bites, on the real v1 controller. */
class HostDevicesV1Test extends DevicesContractCases {
  @RegisterExtension private final HostCell host = HostCell.needing(Subsystem.DEVICES);

  @Override
  protected Cell cell() {
    return host.cell();
  }

  @Override
  protected Cell gone() {
    return host.gone();
  }

  @Test
  void everythingButTheHarmlessIsDeniedUntilItIsGiven() {
    DevicesController controller = new DevicesController();
    assertThat(DeviceProbe.reads(host.groups(), "/dev/loop-control")).isTrue();

    controller.apply(host.cell(), ParameterValues.empty());
    assertThat(DeviceProbe.reads(host.groups(), "/dev/zero")).isTrue();
    assertThat(DeviceProbe.reads(host.groups(), "/dev/loop-control")).isFalse();

    controller.apply(host.cell(), values("c:10:237:r", "c:1:5:none"));
    assertThat(DeviceProbe.reads(host.groups(), "/dev/loop-control")).isTrue();
    assertThat(DeviceProbe.reads(host.groups(), "/dev/zero")).isFalse();
    assertThat(devices(controller.readBack(host.cell())))
        .containsExactlyInAnyOrder("c:10:237:r", "c:1:5:none");
  }
}
