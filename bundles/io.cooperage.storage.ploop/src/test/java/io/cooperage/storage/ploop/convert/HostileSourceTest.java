package io.cooperage.storage.ploop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileSourceTest {
  private static final int CLUSTER = 1 << 16;

  @TempDir Path folder;

  private Path raw;
  private Path qcow2;

  @BeforeEach
  void makeAnImage() throws IOException {
    raw = Contents.full(folder.resolve("raw"), 4 * CLUSTER);
    qcow2 = folder.resolve("qcow2");
    write(raw, qcow2, TargetFormat.QCOW2);
  }

  // In the image: header, first-level table, four clusters, second-level table, counts.
  @ParameterizedTest
  @CsvSource({
    "0, 1, signature",
    "0, 1363560956, signature",
    "4, 4, version 4",
    "8, 1, backing file",
    "20, 8, cluster",
    "20, 22, cluster",
    "24, -2147483648, a size of",
    "24, 2147483647, more clusters",
    "32, 1, encrypted",
    "36, 0, first-level table of 0",
    "36, -1, first-level table of 4294967295",
    "36, 4194305, first-level table of 4194305",
    "40, 1, outside of the file",
    "44, 65537, outside of the file",
    "44, 1048576, outside of the file",
    "72, 1, incompatible features",
    "76, 2, incompatible features",
    "76, 16, incompatible features",
    "100, 100, header",
  })
  void aBadHeaderIsRefused(int offset, int value, String rule) throws IOException {
    putInt(offset, value);
    assertRefused(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x40000001, first-level entry 0",
    "0, 0x00000100, first-level entry 0",
    "4, 0x00000200, first-level entry 0",
    "4, 0x00010000, used twice",
  })
  void aBadFirstLevelEntryIsRefused(int offset, int value, String rule) throws IOException {
    putInt(CLUSTER + offset, value);
    assertRefused(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x01000000, second-level entry 0",
    "4, 0x00020002, second-level entry 0",
    "4, 0x00030000, used twice",
    "4, 0x00060000, used twice",
    "4, 0x00010000, used twice",
    "4, 0x7fff0000, second-level entry 0",
    "0, 0x40000000, second-level entry 0",
  })
  void aBadSecondLevelEntryIsRefused(int offset, int value, String rule) throws IOException {
    if (offset == 0 && value == 0x40000000) {
      putInt(6 * CLUSTER + 4, 0); // compressed, in the header
    }
    putInt(6 * CLUSTER + offset, value);
    assertRefused(rule);
  }

  @Test
  void flippedBitsAreRefusedOrReadWithinBounds() throws IOException {
    byte[] good = Files.readAllBytes(qcow2);
    Random random = new Random(20261122);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int at = random.nextBoolean() ? random.nextInt(104) : 6 * CLUSTER + random.nextInt(32);
        bad[random.nextInt(8) == 0 ? CLUSTER + at % 8 : at] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(qcow2, bad);
      try (VirtualDisk disk = SourceDisks.open(qcow2, DiskFormat.QCOW2)) {
        assertThat(disk.size()).isPositive();
        if (disk.size() <= 8 * CLUSTER) {
          Contents.of(disk);
        }
      } catch (MalformedImageException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void anImageThatWasNotClosedIsNotRead() throws IOException {
    Path image = folder.resolve("ploop");
    write(raw, image, TargetFormat.PLOOP2);
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.seek(InUse.OFFSET);
      file.writeInt(Integer.reverseBytes(InUse.OPEN.mark()));
    }
    assertThatThrownBy(() -> SourceDisks.open(image, DiskFormat.PLOOP))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("was not closed");
  }

  @Test
  void anImageInUseIsNotRead() {
    try (OwnedFd user = SourceFile.openAlone(raw)) {
      assertThat(user.fd()).isPositive();
      assertThatThrownBy(() -> SourceDisks.open(raw, DiskFormat.RAW))
          .isInstanceOfSatisfying(
              ContainerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
    }
    SourceDisks.open(raw, DiskFormat.RAW).close();
  }

  @Test
  void anEmptyFileAndWhatIsNoFileAreRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThatThrownBy(() -> SourceDisks.open(empty, DiskFormat.RAW)).hasMessageContaining("empty");
    assertThat(SourceDisks.probe(empty)).isEqualTo(DiskFormat.RAW);
    assertThatThrownBy(() -> SourceDisks.open(Path.of("/dev/zero"), DiskFormat.RAW))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("not a regular file");
  }

  private static void write(Path raw, Path target, TargetFormat format) {
    try (VirtualDisk source = SourceDisks.open(raw, DiskFormat.RAW)) {
      Conversion.run(source, target, format, Progress.UNATTENDED);
    }
  }

  private void putInt(int offset, int value) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(qcow2.toFile(), "rw")) {
      file.seek(offset);
      file.writeInt(value);
    }
  }

  private void assertRefused(String rule) {
    assertThatThrownBy(() -> SourceDisks.open(qcow2, DiskFormat.QCOW2))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining(rule);
  }
}
