package io.cooperage.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceMapperTest {
  private static final int MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SECTORS = MIB / MapperTarget.SECTOR;

  private final String name = "coop-test-" + UUID.randomUUID();
  @TempDir Path folder;
  private DeviceMapper mapper;

  @BeforeEach
  void open() {
    try {
      mapper = DeviceMapper.open();
    } catch (LinuxException e) {
      Assumptions.abort("the kernel has no device-mapper (CONFIG_BLK_DEV_DM): " + e.getMessage());
    }
  }

  @AfterEach
  void nothingIsLeft() {
    if (mapper != null) {
      // A deferred removal is a worker's of the kernel.
      Instant end = Instant.now().plus(PATIENCE);
      while (mapper.names().contains(name) && Instant.now().isBefore(end)) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(mapper.names()).doesNotContain(name);
      mapper.close();
    }
  }

  private LoopDevice loop() {
    try (OwnedFd file =
        OpenCalls.create(folder.resolve("image"), 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE)) {
      FileCalls.resize(file, 4L * MIB);
      for (int i = 0; i < 4; i++) {
        FileCalls.write(file, ByteBuffer.allocate(8).putLong(0, i), (long) i * MIB);
      }
      return LoopDevices.attach(file, LoopRequest.forImage().withSectorSize(512).asReadOnly());
    }
  }

  private static OwnedFd device(DeviceNumber number) {
    return OpenCalls.open(Path.of("/dev/dm-" + number.minor()));
  }

  @Test
  void theDeviceReadsAsItsTableSaysAndEndsWithItsLastUser() {
    try (LoopDevice loop = loop()) {
      List<MapperTarget> table =
          List.of(
              MapperTarget.linear(0, SECTORS, loop.number(), 3L * SECTORS),
              MapperTarget.zero(SECTORS, SECTORS),
              MapperTarget.linear(2L * SECTORS, 2L * SECTORS, loop.number(), SECTORS));
      DeviceNumber number = mapper.create(name, table);
      assertThat(mapper.names()).contains(name);
      try (OwnedFd device = device(number)) {
        mapper.remove(name);
        assertThat(BlockDeviceCalls.size(device)).isEqualTo(4L * MIB);
        long[] found = new long[4];
        for (int i = 0; i < 4; i++) {
          ByteBuffer word = ByteBuffer.allocate(8);
          FileCalls.read(device, word, (long) i * MIB);
          found[i] = word.getLong(0);
        }
        assertThat(found).containsExactly(3, 0, 1, 2);
      }
    }
  }

  @Test
  void aTableThatIsRefusedLeavesNoDevice() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(
            () -> mapper.create(name, List.of(new MapperTarget(0, 8, "linear", "no device"))))
        .satisfies(e -> assertThat(e.is(Errno.EINVAL, Errno.ENOENT, Errno.ENODEV)).isTrue());
    mapper.remove(name);
  }
}
