package io.cooperage.controller.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.bpf.DevicePrograms;
import io.cooperage.linux.bpf.Instruction;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.testing.cgroup.HostGroups;
import io.cooperage.testing.controller.TestCell;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract, and whether the program bites, on the real unified hierarchy. */
class HostDevicesProgramTest extends DevicesContractCases {
  private static final Set<Subsystem> NEEDED = EnumSet.of(Subsystem.CORE);

  private HostGroups groups;
  private Cell cell;

  @BeforeEach
  void open() {
    groups = HostGroups.open("device-program", NEEDED);
    assumeThat(groups.directory(Subsystem.CORE)).as("a cgroup2 mount").isPresent();
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

  @Test
  void everyDeviceIsAllowedBeforeTheFirstApplyAndReadBackSaysSo() {
    assertThat(devices(new DevicesController().readBack(cell))).containsExactly("");
  }

  @Test
  void aProgramOfAnotherHandIsShownAsDenyingWhatItIsNotKnownToAllow() {
    var location = groups.directory(Subsystem.CORE).orElseThrow().location().orElseThrow();
    try (OwnedFd folder = OpenCalls.open(location, OpenFlag.DIRECTORY);
        OwnedFd foreign =
            DevicePrograms.load(
                "cooperage_dev", List.of(Instruction.move(0, 1), Instruction.exit()))) {
      DevicePrograms.attach(folder, foreign, Optional.empty());

      DevicesController controller = new DevicesController();
      assertThat(devices(controller.readBack(cell))).contains("c:1:3:none");
      controller.apply(cell, ParameterValues.empty());
      assertThat(devices(controller.readBack(cell))).isEmpty();
    }
  }
}
