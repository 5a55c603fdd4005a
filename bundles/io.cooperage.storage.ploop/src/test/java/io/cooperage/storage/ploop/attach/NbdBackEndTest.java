package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.net.NbdDevices;
import io.cooperage.linux.socket.StreamSocket;
import io.cooperage.storage.ploop.convert.Contents;
import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs where the kernel has nbd; elsewhere it is skipped by name. */
class NbdBackEndTest extends BackEndContract {
  private final Path pool = Path.of("/coop-test-" + UUID.randomUUID());
  private final String prefix = NodePrefix.of(pool);
  private final NbdBackEnd backEnd = new NbdBackEnd(pool);

  @Override
  BackEnd backEnd() {
    return backEnd;
  }

  @Override
  boolean expectedToServe(SampleDisks sample) {
    return true;
  }

  @AfterEach
  void everyDeviceEndsWithItsLastUser() {
    if (backEnd.missing().isEmpty()) {
      awaitNone();
    }
  }

  private void awaitNone() {
    Instant end = Instant.now().plus(PATIENCE);
    while (!own().isEmpty() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(own()).isEmpty();
  }

  private List<Integer> own() {
    return NbdDevices.names().entrySet().stream()
        .filter(e -> e.getValue().startsWith(prefix))
        .map(e -> e.getKey())
        .toList();
  }

  // A mount holds a device as this does.
  private OwnedFd usedDeviceOfADeadDaemon() throws IOException {
    Process daemon = DyingServer.start(pool, folder.resolve("image"), DiskFormat.QCOW2);
    try (BufferedReader lines = daemon.inputReader()) {
      return OpenCalls.open(Path.of(lines.readLine()), OpenFlag.EXCLUSIVE);
    } finally {
      daemon.destroyForcibly().onExit().join();
    }
  }

  private byte[] made() {
    try (VirtualDisk disk = SampleDisks.PACKED.in(folder)) {
      return Contents.of(disk);
    }
  }

  @Test
  void requestsWaitForTheNextDaemonAndAreAnswered() throws IOException {
    byte[] expected = made();
    try (OwnedFd device = usedDeviceOfADeadDaemon()) {
      assertThat(own()).hasSize(1);
      CompletableFuture<byte[]> read =
          CompletableFuture.supplyAsync(() -> content(device, expected.length));
      backEnd.resume();
      assertThat(read.join()).isEqualTo(expected);
      assertThat(own()).hasSize(1);
    }
  }

  @Test
  void anInstanceThatIsReplacedLeavesItsDevicesToTheNext() {
    try (VirtualDisk disk = SampleDisks.PACKED.in(folder);
        AttachedDevice device = backEnd.attach(SampleDisks.PACKED.image(folder, disk));
        OwnedFd user = OpenCalls.open(device.path(), OpenFlag.EXCLUSIVE)) {
      backEnd.close();
      try (BackEnd next = new NbdBackEnd(pool)) {
        next.resume();
        assertThat(content(user, (int) disk.size())).isEqualTo(Contents.of(disk));
      }
      // The device ends without anybody to serve it.
    }
  }

  @Test
  void whatADeadDaemonLeftUnusedEnds() throws IOException {
    made();
    usedDeviceOfADeadDaemon().close();
    backEnd.resume();
    awaitNone();
  }

  @Test
  void whatADeadDaemonLeftHalfMadeEnds() {
    List<StreamSocket> ends = StreamSocket.pair();
    try (VirtualDisk disk = SampleDisks.PACKED.in(folder);
        NbdDevices devices = NbdDevices.open().orElseThrow()) {
      String name = ServedImage.of(prefix, SampleDisks.PACKED.image(folder, disk)).text();
      devices.connect(name, disk.size(), ends.get(0).descriptor(), PATIENCE, PATIENCE);
    } finally {
      ends.forEach(StreamSocket::close);
    }
    assertThat(own()).hasSize(1);
    backEnd.resume();
    awaitNone();
  }

  @Test
  void anImageThatWasChangedMeanwhileIsNotServedAgain() throws IOException {
    byte[] expected = made();
    try (OwnedFd device = usedDeviceOfADeadDaemon()) {
      Files.setLastModifiedTime(folder.resolve("image"), FileTime.fromMillis(1));
      backEnd.resume();
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> content(device, expected.length));
    }
  }

  @Test
  void devicesOfOtherNodesAreLeftAlone() {
    try (BackEnd other = new NbdBackEnd(Path.of("/coop-test-other"));
        VirtualDisk disk = SampleDisks.RAW.in(folder);
        AttachedDevice device = other.attach(SampleDisks.RAW.image(folder, disk))) {
      backEnd.resume();
      assertThat(content(device.open(), (int) disk.size())).isEqualTo(Contents.of(disk));
    }
  }
}
