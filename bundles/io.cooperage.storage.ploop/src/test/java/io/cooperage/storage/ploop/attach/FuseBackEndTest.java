package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.process.Poll;
import io.cooperage.storage.ploop.convert.Contents;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the real kernel; what a keeper does, this process does. */
class FuseBackEndTest extends BackEndContract {
  private static final Path POOL = Path.of("/coop-test-fuse");

  private final MemoryDescriptors keeper = new MemoryDescriptors();
  private final FuseBackEnd backEnd = new FuseBackEnd(POOL, keeper);

  @Override
  BackEnd backEnd() {
    return backEnd;
  }

  @Override
  boolean expectedToServe(SampleDisks sample) {
    return true;
  }

  @AfterEach
  void nothingIsHeldAfterTheLastUser() {
    Instant end = Instant.now().plus(PATIENCE);
    while (!keeper.names().isEmpty() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(keeper.names()).isEmpty();
    backEnd.close();
  }

  @Test
  void severalImagesAreServedAtOnce() {
    try (VirtualDisk disk = SampleDisks.QCOW2.in(folder)) {
      byte[] expected = Contents.of(disk);
      DiskImage image = SampleDisks.QCOW2.image(folder, disk);
      try (AttachedDevice first = backEnd.attach(image);
          AttachedDevice second = backEnd.attach(image)) {
        assertThat(keeper.names()).hasSize(2);
        assertThat(content(first.open(), expected.length)).isEqualTo(expected);
        assertThat(content(second.open(), expected.length)).isEqualTo(expected);
      }
    }
  }

  @Test
  void anInstanceThatIsReplacedLeavesItsDevicesToTheNext() {
    try (BackEnd next = new FuseBackEnd(POOL, keeper);
        VirtualDisk disk = SampleDisks.DENSE_2.in(folder)) {
      try (AttachedDevice device = backEnd.attach(SampleDisks.DENSE_2.image(folder, disk))) {
        backEnd.close();
        CompletableFuture<byte[]> waiting =
            CompletableFuture.supplyAsync(() -> content(device.open(), (int) disk.size()));
        next.resume();
        assertThat(waiting.join()).isEqualTo(Contents.of(disk));
      }
      nothingIsHeldAfterTheLastUser();
    }
  }

  @Test
  void whatADeadDaemonHasReadAndNotAnsweredIsAskedAgain() {
    try (BackEnd next = new FuseBackEnd(POOL, keeper);
        VirtualDisk disk = SampleDisks.DENSE_1.in(folder)) {
      try (AttachedDevice device = backEnd.attach(SampleDisks.DENSE_1.image(folder, disk))) {
        backEnd.close();
        CompletableFuture<byte[]> waiting =
            CompletableFuture.supplyAsync(() -> content(device.open(), (int) disk.size()));
        dieWithRequest();
        next.resume();
        assertThat(waiting.join()).isEqualTo(Contents.of(disk));
      }
      nothingIsHeldAfterTheLastUser();
    }
  }

  private void dieWithRequest() {
    List<OwnedFd> held = keeper.held(keeper.names().iterator().next()).orElseThrow();
    try {
      assertThat(Poll.readable(held.get(0), PATIENCE)).isTrue();
      ByteBuffer request = ByteBuffer.allocateDirect(1 << 16);
      assertThat(FileCalls.read(held.get(0), request, 0)).isPositive();
    } finally {
      held.forEach(OwnedFd::close);
    }
  }

  @Test
  void anImageThatWasChangedMeanwhileIsNotServedAgain() throws IOException {
    try (VirtualDisk disk = SampleDisks.QCOW2.in(folder);
        AttachedDevice device = backEnd.attach(SampleDisks.QCOW2.image(folder, disk))) {
      backEnd.close();
      Files.setLastModifiedTime(folder.resolve("image"), FileTime.fromMillis(1));
      try (BackEnd next = new FuseBackEnd(POOL, keeper)) {
        next.resume();
        nothingIsHeldAfterTheLastUser();
        assertThatExceptionOfType(LinuxException.class)
            .isThrownBy(() -> content(device.open(), (int) disk.size()));
      }
    }
  }
}
