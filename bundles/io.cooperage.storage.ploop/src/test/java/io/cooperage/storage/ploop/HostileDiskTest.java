package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.format.PloopHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileDiskTest {
  private static PloopNode node;

  private Volume volume;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void makeADisk() {
    volume = node.create(ContainerId.random());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 63, 64, 1 << 20, (17 << 20) - 1, 17 << 20, (64 << 20) + 5})
  void aTruncatedImageIsRefusedAndNotTouched(long length) throws IOException {
    truncate(node.image(volume), length);
    assertRefusedUntouched();
  }

  @Test
  void aTableThatIsNotTheIdentityIsRefusedAndNotTouched() throws IOException {
    flip(node.image(volume), PloopHeader.LENGTH + 100, 3);
    assertRefusedUntouched();
  }

  @Test
  void flippedBitsOfTheHeaderAreRefusedOrHarmless() throws IOException {
    Random random = new Random(20261122);
    byte[] good = head();
    for (int i = 0; i < 60; i++) {
      flip(node.image(volume), random.nextInt(PloopHeader.LENGTH), random.nextInt(8));
      try {
        node.mount(volume).close();
        node.storage().release(volume);
      } catch (ContainerException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER);
      }
      restore(good);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Parallels_disk_image/>",
        "<Parallels_disk_image/>",
        "no xml",
        "",
      })
  void aBadDescriptorIsRefusedAndNothingIsTouched(String text) throws IOException {
    Files.writeString(node.disk(volume).descriptor(), text);
    assertRefusedUntouched();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../../../etc/passwd", "/etc/passwd", "a/../root.hds"})
  void aDescriptorThatNamesAFileElsewhereIsRefused(String file) throws IOException {
    Path descriptor = node.disk(volume).descriptor();
    Files.writeString(descriptor, Files.readString(descriptor).replace("root.hds", file));
    assertRefusedUntouched();
  }

  @Test
  void anImageThatIsALinkIsNotFollowed() throws IOException {
    Path elsewhere = node.host().stateFolder().resolve("elsewhere");
    Files.writeString(elsewhere, "mine");
    Files.delete(node.image(volume));
    Files.createSymbolicLink(node.image(volume), elsewhere);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.mount(volume))
        .withMessageContaining("root.hds is a symbolic link, not a regular file");
    assertThat(elsewhere).hasContent("mine");
    node.storage().destroy(volume);
    assertThat(elsewhere).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DiskDescriptor.xml", "root.hds"})
  void whatCannotBeUsedCanBeUndone(String file) throws IOException {
    Path path = node.disk(volume).path().resolve(file);
    byte[] good = Files.readAllBytes(path);
    for (byte[] bad : new byte[][] {{}, "junk".getBytes(StandardCharsets.US_ASCII), null}) {
      Files.delete(path);
      if (bad != null) {
        Files.write(path, bad);
      }
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> node.mount(volume))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
      node.storage().release(volume);
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> node.storage().apply(volume, node.values("diskspace", "1G"), false))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
      assertThat(node.storage().apply(volume, node.values(), false)).isEqualTo(volume);
      Files.write(path, good);
    }
    node.mount(volume).close();
    node.storage().release(volume);
  }

  @ParameterizedTest
  @CsvSource({
    "DiskDescriptor.xml, FIFO, a FIFO",
    "DiskDescriptor.xml, CHARACTER_DEVICE, a character device",
    "root.hds, FIFO, a FIFO",
    "root.hds, BLOCK_DEVICE, a block device"
  })
  @Timeout(60)
  void whatIsNoFileHoldsNobodyUp(String name, FileType type, String word) throws IOException {
    Path path = node.disk(volume).path().resolve(name);
    Files.delete(path);
    try (OwnedFd folder = OpenCalls.open(path.getParent(), OpenFlag.DIRECTORY)) {
      DirectoryCalls.makeNode(folder, name, type, 0600, new DeviceNumber(0, 0));
    }
    List<ThrowingCallable> users =
        List.of(
            () -> node.mount(volume).close(),
            () -> node.storage().apply(volume, node.values("diskspace", "1G"), false),
            () -> node.snapshots().take(volume, draft()));
    for (ThrowingCallable user : users) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(user)
          .withMessageContaining(name + " is " + word + ", not a regular file")
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
    }
    node.storage().destroy(volume);
    assertThat(node.disk(volume).path()).doesNotExist();
  }

  private static SnapshotDraft draft() {
    return new SnapshotDraft(UUID.randomUUID(), Map.of(), false);
  }

  @Test
  void aBrokenDiskCanBeDestroyed() throws IOException {
    Files.writeString(node.disk(volume).descriptor(), "no xml");
    truncate(node.image(volume), 10);
    node.storage().destroy(volume);
    assertThat(node.disk(volume).path()).doesNotExist();
  }

  @Test
  void aMissingDiskIsSaid() {
    node.storage().destroy(volume);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.mount(volume))
        .withMessageContaining("has no disk");
  }

  private void assertRefusedUntouched() throws IOException {
    byte[] before = head();
    long size = Files.size(node.image(volume));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.mount(volume))
        .withMessageContaining("cannot mount the disk of CT " + volume.container())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
    assertThat(Arrays.equals(head(), before)).isTrue();
    assertThat(Files.size(node.image(volume))).isEqualTo(size);
  }

  private byte[] head() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(node.image(volume).toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(8192, file.length())];
      file.readFully(bytes);
      return bytes;
    }
  }

  private void restore(byte[] bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(node.image(volume).toFile(), "rw")) {
      file.write(bytes);
    }
  }

  private static void truncate(Path file, long length) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(length);
    }
  }

  private static void flip(Path image, int offset, int bit) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.seek(offset);
      int value = file.read();
      file.seek(offset);
      file.write(value ^ (1 << bit));
    }
  }
}
