package io.cooperage.controller.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.testing.cgroup.HostGroups;
import io.cooperage.testing.controller.TestCell;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract, and whether the list bites, on the real v1 controller. */
class HostDevicesV1Test extends DevicesContractCases {
  private static final Set<Subsystem> NEEDED = EnumSet.of(Subsystem.DEVICES);

  private HostGroups groups;
  private Cell cell;

  @BeforeEach
  void open() {
    groups = HostGroups.open("devices", NEEDED);
    assumeThat(groups.directory(Subsystem.DEVICES)).as("cgroup devices (v1)").isPresent();
    cell = TestCell.of(groups.directories());
  }

  @AfterEach
  void close() {
    groups.close();
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    HostGroups past = HostGroups.open("gone", NEEDED);
    past.close();
    return TestCell.of(past.directories());
  }

  @Test
  void everythingButTheHarmlessIsDeniedUntilItIsGiven() {
    DevicesController controller = new DevicesController();
    assertThat(DeviceProbe.reads(groups, "/dev/loop-control")).isTrue();

    controller.apply(cell, ParameterValues.empty());
    assertThat(DeviceProbe.reads(groups, "/dev/zero")).isTrue();
    assertThat(DeviceProbe.reads(groups, "/dev/loop-control")).isFalse();

    controller.apply(cell, values("c:10:237:r", "c:1:5:none"));
    assertThat(DeviceProbe.reads(groups, "/dev/loop-control")).isTrue();
    assertThat(DeviceProbe.reads(groups, "/dev/zero")).isFalse();
    assertThat(devices(controller.readBack(cell)))
        .containsExactlyInAnyOrder("c:10:237:r", "c:1:5:none");
  }
}
