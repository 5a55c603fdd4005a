package io.cooperage.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopDeviceTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private OwnedFd image;

  @BeforeEach
  void makeImage() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/dev/loop-control")), "the kernel has no loop devices");
    image = OpenCalls.create(folder.resolve("image"), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE);
    FileCalls.resize(image, 8L * MIB);
  }

  @AfterEach
  void nothingIsLeftAttached() {
    assertThat(LoopDevices.attachedTo(image)).isEmpty();
    image.close();
  }

  @Test
  void theDeviceBeginsAtTheOffsetAndWritesReachTheFile() {
    try (LoopDevice device = LoopDevices.attach(image, LoopRequest.forImage().withOffset(MIB))) {
      assertThat(BlockDeviceCalls.size(device.descriptor())).isEqualTo(7L * MIB);
      assertThat(BlockDeviceCalls.sectorSize(device.descriptor())).isEqualTo(4096);
      FileCalls.write(device.descriptor(), ByteBuffer.allocate(4096).put(0, (byte) 42), 0);
      FileCalls.sync(device.descriptor());
      assertThat(device.number()).isEqualTo(StatusCalls.status(device.path()).device());
      LoopStatus status = device.status().orElseThrow();
      assertThat(status.offset()).isEqualTo(MIB);
      assertThat(status.autoclear()).isTrue();
      assertThat(status.readOnly()).isFalse();
      assertThat(LoopDevices.attachedTo(image)).containsExactly(device.index());
      assertThat(LoopDevices.backingFile(device.index()))
          .hasValue(folder.resolve("image").toString());
    }
    ByteBuffer one = ByteBuffer.allocate(1);
    FileCalls.read(image, one, MIB);
    assertThat(one.get(0)).isEqualTo((byte) 42);
  }

  @Test
  void theDeviceGrowsWithItsFile() {
    try (LoopDevice device = LoopDevices.attach(image, LoopRequest.forImage())) {
      FileCalls.resize(image, 16L * MIB);
      device.refreshCapacity();
      assertThat(BlockDeviceCalls.size(device.descriptor())).isEqualTo(16L * MIB);
    }
  }

  @Test
  void aReadOnlyDeviceRefusesWrites() {
    LoopRequest request = LoopRequest.forImage().asReadOnly().withSizeLimit(MIB).buffered();
    try (OwnedFd readOnly = OpenCalls.open(folder.resolve("image"));
        LoopDevice device = LoopDevices.attach(readOnly, request)) {
      assertThat(BlockDeviceCalls.size(device.descriptor())).isEqualTo(MIB);
      assertThat(device.status().orElseThrow().readOnly()).isTrue();
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> FileCalls.write(device.descriptor(), ByteBuffer.allocate(4096), 0))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
    }
  }

  @Test
  void aPersistentDeviceStaysUntilItIsDetached() {
    int index;
    try (LoopDevice device = LoopDevices.attach(image, LoopRequest.forImage().persistent())) {
      index = device.index();
    }
    assertThat(LoopDevices.attachedTo(image)).containsExactly(index);
    try (LoopDevice again = LoopDevice.open(index, true)) {
      again.setAutoclear(true);
      assertThat(again.status().orElseThrow().autoclear()).isTrue();
      again.detach();
      again.detach();
    }
  }

  @Test
  void manyThreadsAttachAtOnce() {
    List<LoopDevice> devices = new ArrayList<>();
    try {
      IntStream.range(0, 16)
          .parallel()
          .mapToObj(i -> LoopDevices.attach(image, LoopRequest.forImage().buffered().asReadOnly()))
          .forEach(
              device -> {
                synchronized (devices) {
                  devices.add(device);
                }
              });
      assertThat(devices).extracting(LoopDevice::index).doesNotHaveDuplicates().hasSize(16);
    } finally {
      devices.forEach(LoopDevice::close);
    }
  }
}
