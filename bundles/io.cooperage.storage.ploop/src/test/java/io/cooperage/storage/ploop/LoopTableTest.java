package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.storage.ploop.mount.LoopTable;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopTableTest {
  @TempDir private Path folder;

  private final LoopTable table = new LoopTable();

  @Test
  void aDeviceIsFoundThatNobodyToldOf() {
    try (OwnedFd file = file("one");
        LoopDevice device = attach(file)) {
      assertThat(found(file)).contains(device.index());
    }
  }

  @Test
  void aDeviceThatServesAnotherFileByNowIsNotTaken() {
    try (OwnedFd first = file("first");
        OwnedFd second = file("second")) {
      try (LoopDevice device = attach(first)) {
        table.add(first, device);
        table.add(second, device);
        assertThat(found(second)).isEmpty();
        assertThat(found(first)).contains(device.index());
      }
      assertThat(found(first)).isEmpty();
    }
  }

  @Test
  void aDeviceThatWasFoundStaysWithItsFileWhileItIsOpen() {
    try (OwnedFd file = file("one")) {
      LoopDevice device = attach(file);
      LoopDevice found = table.find(file).orElseThrow();
      device.close();
      assertThat(LoopDevices.attachedTo(file)).containsExactly(found.index());
      found.close();
      assertThat(LoopDevices.attachedTo(file)).isEmpty();
    }
  }

  private Optional<Integer> found(OwnedFd file) {
    Optional<LoopDevice> device = table.find(file);
    device.ifPresent(LoopDevice::close);
    return device.map(LoopDevice::index);
  }

  private static LoopDevice attach(OwnedFd file) {
    return LoopDevices.attach(file, LoopRequest.forImage());
  }

  private OwnedFd file(String name) {
    OwnedFd file =
        OpenCalls.create(folder.resolve(name), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE);
    FileCalls.resize(file, 1 << 20);
    return file;
  }
}
