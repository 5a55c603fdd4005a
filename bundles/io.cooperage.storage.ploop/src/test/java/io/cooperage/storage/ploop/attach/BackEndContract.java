package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.storage.ploop.convert.Contents;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every back end does with every disk that it serves, on the real kernel. */
abstract class BackEndContract {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  abstract BackEnd backEnd();

  abstract boolean expectedToServe(SampleDisks sample);

  @BeforeEach
  void needIt() {
    backEnd()
        .missing()
        .ifPresent(why -> Assumptions.abort("no " + backEnd().name() + " here: " + why));
  }

  @ParameterizedTest
  @EnumSource
  void theDeviceHasTheDisksContentAndRefusesWrites(SampleDisks sample) {
    try (VirtualDisk disk = sample.in(folder)) {
      DiskImage image = sample.image(folder, disk);
      boolean serves = backEnd().serves(image);
      assertThat(serves).as("serves %s", sample).isEqualTo(expectedToServe(sample));
      if (!serves) {
        return;
      }
      try (AttachedDevice device = backEnd().attach(image)) {
        try (OwnedFd open = OpenCalls.open(device.path())) {
          assertThat(content(open, (int) disk.size())).isEqualTo(Contents.of(disk));
        }
        assertThatExceptionOfType(LinuxException.class).isThrownBy(() -> writeTo(device.path()));
      }
      disk.files().forEach(this::awaitDetached);
    }
  }

  @Test
  void theDeviceOutlivesWhoeverOpenedTheDisk() {
    byte[] expected;
    AttachedDevice device;
    try (VirtualDisk disk = SampleDisks.OURS.in(folder)) {
      expected = Contents.of(disk);
      device = backEnd().attach(SampleDisks.OURS.image(folder, disk));
    }
    try (device) {
      assertThat(content(device.open(), expected.length)).isEqualTo(expected);
    }
  }

  private static void writeTo(Path device) {
    try (OwnedFd open = OpenCalls.open(device, OpenFlag.READ_WRITE)) {
      FileCalls.write(open, ByteBuffer.allocate(4096), 0);
      FileCalls.sync(open);
    }
  }

  static byte[] content(OwnedFd device, int size) {
    ByteBuffer all = ByteBuffer.allocate(size);
    while (all.hasRemaining() && FileCalls.read(device, all, all.position()) > 0) {
      assertThat(all.position()).isPositive();
    }
    return all.array();
  }

  private void awaitDetached(OwnedFd file) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!LoopDevices.attachedTo(file).isEmpty() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(LoopDevices.attachedTo(file)).as("devices of %s", file.title()).isEmpty();
  }
}
