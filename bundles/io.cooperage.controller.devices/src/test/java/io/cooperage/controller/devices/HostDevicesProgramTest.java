package io.cooperage.controller.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.bpf.DevicePrograms;
import io.cooperage.linux.bpf.Instruction;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.testing.controller.HostCell;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, and whether the program bites, on the real unified hierarchy. */
class HostDevicesProgramTest extends DevicesContractCases {
  @RegisterExtension private final HostCell host = HostCell.needing(Subsystem.CORE);

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

  @Test
  void everyDeviceIsAllowedBeforeTheFirstApplyAndReadBackSaysSo() {
    assertThat(devices(new DevicesController().readBack(host.cell()))).containsExactly("");
  }

  @Test
  void aProgramOfAnotherHandIsShownAsDenyingWhatItIsNotKnownToAllow() {
    var location = host.groups().directory(Subsystem.CORE).orElseThrow().location().orElseThrow();
    try (OwnedFd folder = OpenCalls.open(location, OpenFlag.DIRECTORY);
        OwnedFd foreign =
            DevicePrograms.load(
                "cooperage_dev", List.of(Instruction.move(0, 1), Instruction.exit()))) {
      DevicePrograms.attach(folder, foreign, Optional.empty());

      DevicesController controller = new DevicesController();
      assertThat(devices(controller.readBack(host.cell()))).contains("c:1:3:none");
      controller.apply(host.cell(), ParameterValues.empty());
      assertThat(devices(controller.readBack(host.cell()))).isEmpty();
    }
  }
}
