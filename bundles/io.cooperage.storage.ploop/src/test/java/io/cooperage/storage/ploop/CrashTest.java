package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.mount.LoopTable;
import io.cooperage.storage.ploop.pool.Reflink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashTest {
  private static PloopNode node;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aDiskAsAPowerCutLeavesItIsRepairedAndMounted(String fstype) throws IOException {
    Volume volume = node.create(ContainerId.random(), "fstype", fstype, "diskspace", "320M");
    Path atTheCut = node.host().stateFolder().resolve("pool/cut");
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "synced", "content");
      PloopNode.sync(mounted);
      PloopNode.write(mounted, "unsynced", "content");
      Reflink.copy(node.image(volume), atTheCut);
    }
    node.storage().release(volume);
    Files.move(atTheCut, node.image(volume), StandardCopyOption.REPLACE_EXISTING);
    assertThat(header(volume).inUse()).isEqualTo(InUse.OPEN);
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "synced"))).isEqualTo("content");
    }
    node.storage().release(volume);
    assertThat(header(volume).inUse()).isEqualTo(InUse.CLOSED);
  }

  @Test
  void aTableThatWasNotWrittenIsMadeAnewAfterACrash() {
    Volume volume = node.create(ContainerId.random());
    try (OwnedFd file = OpenCalls.open(node.image(volume), OpenFlag.READ_WRITE)) {
      FileBytes bytes = new FileBytes(file);
      PloopHeader header = PloopHeader.parse(bytes);
      bytes.write(header.with(InUse.OPEN).encode(), 0);
      bytes.write(ByteBuffer.allocate(64), PloopHeader.LENGTH);
    }
    node.mount(volume).close();
    node.storage().release(volume);
    try (OwnedFd file = OpenCalls.open(node.image(volume))) {
      FileBytes bytes = new FileBytes(file);
      IdentityLayout.of(PloopHeader.parse(bytes)).checkTable(bytes);
    }
  }

  @Test
  void aDiskIsNeverServedByTwoDevices() {
    Volume volume = node.create(ContainerId.random());
    FileSystems fileSystems = new FileSystems(node.pool().root().resolve("blank"));
    DiskAttachment another =
        new DiskAttachment(fileSystems, new LoopTable(), Duration.ofMillis(20));
    DiskFolder disk = node.disk(volume);
    try (MountedVolume mounted = node.mount(volume)) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> another.attach(disk, FileSystemKind.EXT4))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> another.close(disk))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
      assertThat(header(volume).inUse()).isEqualTo(InUse.OPEN);
      PloopNode.write(mounted, "still", "writable");
    }
    node.storage().release(volume);
    another.attach(disk, FileSystemKind.EXT4).close();
    another.close(disk);
  }

  @Test
  void whoFindsADiskInUseKeepsNobodyFromLookingIntoIt() {
    Volume volume = node.create(ContainerId.random());
    FileSystems fileSystems = new FileSystems(node.pool().root().resolve("blank"));
    DiskAttachment attachment =
        new DiskAttachment(fileSystems, new LoopTable(), Duration.ofMillis(20));
    DiskFolder disk = node.disk(volume);
    try (LoopDevice device = attachment.attach(disk, FileSystemKind.EXT4)) {
      assertThat(device.path()).exists();
      assertThat(attachment.space(disk, FileSystemKind.EXT4)).as("it is at work").isEmpty();
      refusedInUse(attachment, disk);
      assertThat(attachment.space(disk, FileSystemKind.EXT4)).as("it still is").isEmpty();
      attachment.settled(disk);
      refusedInUse(attachment, disk);
      assertThat(attachment.space(disk, FileSystemKind.EXT4)).isPresent();
    }
    attachment.close(disk);
  }

  private static void refusedInUse(DiskAttachment attachment, DiskFolder disk) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> attachment.attach(disk, FileSystemKind.EXT4))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
  }

  @Test
  void aMountThatFailsLeavesTheDiskClosed() throws IOException {
    Volume volume = node.create(ContainerId.random());
    overwrite(node.image(volume), header(volume).dataOffset(), new byte[8192]);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.mount(volume))
        .withMessageContaining("cannot mount the disk of CT " + volume.container())
        .withMessageContaining("EINVAL");
    assertThat(header(volume).inUse()).isEqualTo(InUse.CLOSED);
    assertThat(node.storage().device(volume)).isEmpty();
  }

  @Test
  void aDiskThatCannotBeRepairedSaysSo() throws IOException {
    Volume volume = node.create(ContainerId.random());
    overwrite(node.image(volume), header(volume).dataOffset() + 4096, new byte[1 << 20]);
    try (OwnedFd file = OpenCalls.open(node.image(volume), OpenFlag.READ_WRITE)) {
      new FileBytes(file).write(header(volume).with(InUse.OPEN).encode(), 0);
    }
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.mount(volume))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
  }

  private static PloopHeader header(Volume volume) {
    try (OwnedFd file = OpenCalls.open(node.image(volume))) {
      return PloopHeader.parse(new FileBytes(file));
    }
  }

  private static void overwrite(Path image, long offset, byte[] bytes) {
    try (OwnedFd file = OpenCalls.open(image, OpenFlag.READ_WRITE)) {
      FileCalls.write(file, ByteBuffer.wrap(bytes), offset);
      FileCalls.sync(file);
    }
  }
}
