package io.cooperage.storage.ploop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.storage.ploop.tool.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  private Path raw;

  @BeforeEach
  void needQemu() {
    QemuImage.assumeInstalled();
    raw = folder.resolve("content");
  }

  @ParameterizedTest
  @ValueSource(longs = {512, 1000448, MIB, 5 * MIB + 512, 40 * MIB + 4096})
  void fullDisksOfEverySizeAreTheSameInEveryFormat(long size) throws IOException {
    Contents.full(raw, size);
    everyWay();
  }

  @ParameterizedTest
  @ValueSource(longs = {513, 1000003, 3 * MIB, 700 * MIB + 1024})
  void sparseDisksOfEverySizeAreTheSameInEveryFormat(long size) throws IOException {
    Contents.sparse(raw, size);
    everyWay();
  }

  @Test
  void aDiskOfZerosIsTheSameInEveryFormat() throws IOException {
    Contents.zeros(raw, 3 * MIB + 512);
    everyWay();
  }

  @ParameterizedTest
  @EnumSource(TargetFormat.class)
  void whatQemuMadeIsReadAsItIs(TargetFormat target) throws IOException {
    Contents.sparse(raw, 9 * MIB + 1536);
    importOf("parallels", DiskFormat.PLOOP, target);
    importOf("parallels", DiskFormat.PLOOP, target, "-o", "cluster_size=64k");
    importOf("qcow2", DiskFormat.QCOW2, target);
    importOf("qcow2", DiskFormat.QCOW2, target, "-o", "compat=0.10");
    importOf("qcow2", DiskFormat.QCOW2, target, "-o", "cluster_size=512");
    importOf("qcow2", DiskFormat.QCOW2, target, "-o", "cluster_size=2M,preallocation=metadata");
    importOf("qcow2", DiskFormat.QCOW2, target, "-c");
    importOf("qcow2", DiskFormat.QCOW2, target, "-c", "-o", "cluster_size=4k");
  }

  @Test
  void aPartOfAnotherUserMakesWayForAFileThatIsOursAlone() throws IOException {
    Contents.full(raw, MIB);
    Path held = Files.writeString(folder.resolve("held"), "of somebody");
    Files.setAttribute(held, "unix:uid", 12345);
    Files.createLink(folder.resolve(".new.part"), held);
    convert(raw, DiskFormat.RAW, "new", TargetFormat.RAW);
    assertThat(held).hasContent("of somebody");
    assertThat(StatusCalls.status(folder.resolve("new")))
        .satisfies(
            s -> {
              assertThat(s.owner()).isZero();
              assertThat(s.links()).isOne();
              assertThat(s.permissions()).isEqualTo(0600);
            });
  }

  @Test
  void theTrueSizeIsSaid() throws IOException {
    Contents.full(raw, 1000003);
    assertThat(convert(raw, DiskFormat.RAW, "a", TargetFormat.RAW))
        .isEqualTo(new Conversion(1000003, 1000003));
    assertThat(convert(raw, DiskFormat.RAW, "b", TargetFormat.QCOW2))
        .isEqualTo(new Conversion(1000003, 1000448));
    assertThat(convert(raw, DiskFormat.RAW, "c", TargetFormat.IDENTITY))
        .isEqualTo(new Conversion(1000003, MIB));
  }

  @Test
  void zerosTakeNoSpaceInOurOwnLayoutAndAllOfADenseImageIsStored() throws IOException {
    Contents.sparse(raw, 200 * MIB);
    convert(raw, DiskFormat.RAW, "identity", TargetFormat.IDENTITY);
    long stored = Contents.allocated(raw);
    assertThat(Contents.allocated(folder.resolve("identity"))).isLessThan(stored + MIB / 4);
    convert(raw, DiskFormat.RAW, "dense", TargetFormat.PLOOP2);
    Path dense = folder.resolve("dense");
    assertThat(Contents.allocated(dense)).isGreaterThanOrEqualTo(Files.size(dense));
  }

  @Test
  void aCancelledConversionLeavesNothing() throws IOException {
    Contents.full(raw, 8 * MIB);
    AtomicLong seen = new AtomicLong();
    Progress cancelled =
        (done, total) -> {
          assertThat(total).isEqualTo(8 * MIB);
          if (seen.getAndSet(done) >= 4 * MIB) {
            throw new CancellationException();
          }
        };
    try (VirtualDisk source = SourceDisks.open(raw, DiskFormat.RAW)) {
      for (TargetFormat format : TargetFormat.values()) {
        seen.set(0);
        assertThatExceptionOfType(CancellationException.class)
            .isThrownBy(() -> Conversion.run(source, folder.resolve("target"), format, cancelled));
      }
    }
    assertThat(names()).containsExactly("content");
  }

  @Test
  void anExistingTargetIsNotTouchedAndACrashedOneIsNoHindrance() throws IOException {
    Contents.full(raw, MIB);
    Path target = Files.writeString(folder.resolve("target"), "mine");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> convert(raw, DiskFormat.RAW, "target", TargetFormat.RAW))
        .withMessageContaining("exists");
    assertThat(target).hasContent("mine");
    Files.writeString(folder.resolve(".other.part"), "what a crash left".repeat(100_000));
    convert(raw, DiskFormat.RAW, "other", TargetFormat.RAW);
    assertThat(Files.mismatch(raw, folder.resolve("other"))).isEqualTo(-1);
    assertThat(names()).containsExactly("content", "other", "target");
    assertThat(StatusCalls.status(folder.resolve("other")).permissions()).isEqualTo(0600);
  }

  @Test
  void aDiskTooLargeForTheFormatIsRefused() throws IOException {
    Contents.zeros(raw, 3L << 40);
    try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
      file.seek((3L << 40) - 1);
      file.write(1);
    }
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> convert(raw, DiskFormat.RAW, "target", TargetFormat.PLOOP1))
        .withMessageContaining("at most");
    convert(raw, DiskFormat.RAW, "target", TargetFormat.PLOOP2);
    QemuImage.requireClean(folder.resolve("target"), "parallels");
    convert(raw, DiskFormat.RAW, "large", TargetFormat.IDENTITY);
    QemuImage.requireClean(folder.resolve("large"), "parallels");
  }

  @Test
  void aFullFileSystemLeavesNothing() throws IOException {
    Contents.full(raw, 8 * MIB);
    Path small = Files.createDirectory(folder.resolve("small"));
    Tool.of("mount", "mount")
        .run(Tool.UNATTENDED, "-t", "tmpfs", "-o", "size=4m", "cooperage-full", small.toString());
    try (VirtualDisk source = SourceDisks.open(raw, DiskFormat.RAW)) {
      for (TargetFormat format : TargetFormat.values()) {
        assertThatExceptionOfType(LinuxException.class)
            .isThrownBy(
                () -> Conversion.run(source, small.resolve("image"), format, Progress.UNATTENDED))
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
        try (Stream<Path> left = Files.list(small)) {
          assertThat(left).isEmpty();
        }
      }
    } finally {
      Tool.of("umount", "mount").run(Tool.UNATTENDED, small.toString());
    }
  }

  private void everyWay() throws IOException {
    for (TargetFormat format : TargetFormat.values()) {
      Path image = folder.resolve("image");
      convert(raw, DiskFormat.RAW, "image", format);
      QemuImage.requireClean(image, qemuName(format));
      QemuImage.requireSame(raw, "raw", image, qemuName(format));
      convert(image, SourceDisks.probe(image), "back", TargetFormat.RAW);
      QemuImage.requireSame(folder.resolve("back"), "raw", image, qemuName(format));
      assertSame(raw, folder.resolve("back"));
      Files.delete(image);
      Files.delete(folder.resolve("back"));
    }
  }

  private void importOf(
      String qemuFormat, DiskFormat format, TargetFormat target, String... options)
      throws IOException {
    Path made = QemuImage.convert(raw, qemuFormat, folder.resolve("made"), options);
    assertThat(SourceDisks.probe(made)).isEqualTo(format);
    convert(made, format, "image", target);
    QemuImage.requireClean(folder.resolve("image"), qemuName(target));
    QemuImage.requireSame(raw, "raw", folder.resolve("image"), qemuName(target));
    Files.delete(made);
    Files.delete(folder.resolve("image"));
  }

  private Conversion convert(Path source, DiskFormat format, String name, TargetFormat target) {
    try (VirtualDisk disk = SourceDisks.open(source, format)) {
      return Conversion.run(disk, folder.resolve(name), target, Progress.UNATTENDED);
    }
  }

  private static String qemuName(TargetFormat format) {
    return switch (format) {
      case RAW -> "raw";
      case QCOW2 -> "qcow2";
      case IDENTITY, PLOOP1, PLOOP2 -> "parallels";
    };
  }

  // The same bytes, and zeros behind them.
  private static void assertSame(Path content, Path padded) throws IOException {
    long mismatch = Files.mismatch(content, padded);
    if (mismatch >= 0) {
      assertThat(mismatch).isEqualTo(Files.size(content));
      try (VirtualDisk disk = SourceDisks.open(padded, DiskFormat.RAW)) {
        byte[] rest = new byte[(int) (disk.size() - mismatch)];
        disk.read(ByteBuffer.wrap(rest), mismatch);
        assertThat(Arrays.equals(rest, new byte[rest.length])).isTrue();
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
