package io.cooperage.storage.ploop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptor.Image;
import io.cooperage.storage.ploop.format.DiskDescriptor.ImageType;
import io.cooperage.storage.ploop.format.DiskDescriptor.Shot;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.DiskFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of four clusters: a base and two deltas that each hold some of them. */
class PloopChainTest {
  private static final int CLUSTER = 1 << 20;
  private static final UUID BASE = new UUID(1, 1);
  private static final UUID MIDDLE = new UUID(1, 2);
  private static final UUID TOP = new UUID(1, 3);

  @TempDir Path folder;

  @Test
  void eachClusterIsReadFromTheUppermostImageThatHasIt() throws IOException {
    chain(ImageType.COMPRESSED);
    assertThat(clusters(SourceDisks.open(folder, DiskFormat.PLOOP_FOLDER))).isEqualTo("3201");
    DiskFolder disk = new DiskFolder(folder);
    assertThat(clusters(SourceDisks.openShot(disk, MIDDLE))).isEqualTo("2201");
    assertThat(clusters(SourceDisks.openShot(disk, BASE))).isEqualTo("1001");
    assertThat(SourceDisks.probe(folder)).isEqualTo(DiskFormat.PLOOP_FOLDER);
  }

  @Test
  void theBaseMayBeRaw() throws IOException {
    chain(ImageType.PLAIN);
    assertThat(clusters(SourceDisks.open(folder, DiskFormat.PLOOP_FOLDER))).isEqualTo("3201");
  }

  @Test
  void aChainBecomesOneImage() throws IOException {
    chain(ImageType.PLAIN);
    try (VirtualDisk source = SourceDisks.open(folder, DiskFormat.PLOOP_FOLDER)) {
      Conversion.run(source, folder.resolve("whole"), TargetFormat.IDENTITY, (d, t) -> {});
    }
    assertThat(clusters(SourceDisks.open(folder.resolve("whole"), DiskFormat.PLOOP)))
        .isEqualTo("3201");
  }

  @Test
  void whatLiesBeneathAWholeImageIsNotOpened() throws IOException {
    chain(ImageType.COMPRESSED);
    Files.delete(folder.resolve("base"));
    Files.delete(folder.resolve("middle"));
    layer("middle", TargetFormat.IDENTITY, 4, 0, 5, 0);
    assertThat(clusters(SourceDisks.open(folder, DiskFormat.PLOOP_FOLDER))).isEqualTo("3050");
  }

  @Test
  void aMissingImageALinkAndARawDeltaAreRefused() throws IOException {
    chain(ImageType.COMPRESSED);
    Files.move(folder.resolve("middle"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> SourceDisks.open(folder, DiskFormat.PLOOP_FOLDER))
        .hasMessageContaining("ENOENT");
    Files.createSymbolicLink(folder.resolve("middle"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> SourceDisks.open(folder, DiskFormat.PLOOP_FOLDER))
        .hasMessageContaining("middle is a symbolic link, not a regular file");
    describe(ImageType.COMPRESSED, ImageType.PLAIN);
    assertThatThrownBy(() -> SourceDisks.open(folder, DiskFormat.PLOOP_FOLDER))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("not the base");
    assertThatThrownBy(() -> SourceDisks.openShot(new DiskFolder(folder), new UUID(9, 9)))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining("no snapshot");
  }

  private void chain(ImageType base) throws IOException {
    layer("base", base == ImageType.PLAIN ? TargetFormat.RAW : TargetFormat.PLOOP2, 1, 0, 0, 1);
    layer("middle", TargetFormat.PLOOP1, 2, 2, 0, 0);
    layer("top", TargetFormat.PLOOP2, 3, 0, 0, 0);
    describe(base, ImageType.COMPRESSED);
  }

  private void describe(ImageType base, ImageType middle) throws IOException {
    DiskDescriptor disk =
        new DiskDescriptor(
            4L * CLUSTER / 512,
            CLUSTER / 512,
            List.of(
                new Image(BASE, base, "base"),
                new Image(MIDDLE, middle, "middle"),
                new Image(TOP, ImageType.COMPRESSED, "top")),
            TOP,
            List.of(
                new Shot(BASE, DiskDescriptor.NO_PARENT, false),
                new Shot(MIDDLE, BASE, false),
                new Shot(TOP, MIDDLE, false)));
    Files.writeString(new DiskFolder(folder).descriptor(), DiskDescriptorWriter.write(disk));
  }

  // A cluster of zeros is a hole of the delta.
  private void layer(String name, TargetFormat format, int... clusters) throws IOException {
    Path raw = folder.resolve("raw");
    try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
      for (int value : clusters) {
        byte[] bytes = new byte[CLUSTER];
        Arrays.fill(bytes, (byte) value);
        file.write(bytes);
      }
    }
    try (VirtualDisk source = SourceDisks.open(raw, DiskFormat.RAW)) {
      Conversion.run(source, folder.resolve(name), format, Progress.UNATTENDED);
    }
    Files.delete(raw);
  }

  private static String clusters(VirtualDisk disk) {
    try (disk) {
      byte[] content = Contents.of(disk);
      StringBuilder clusters = new StringBuilder();
      for (int at = 0; at < content.length; at += CLUSTER) {
        byte[] expected = new byte[CLUSTER];
        Arrays.fill(expected, content[at]);
        assertThat(Arrays.equals(content, at, at + CLUSTER, expected, 0, CLUSTER)).isTrue();
        clusters.append(content[at]);
      }
      return clusters.toString();
    }
  }
}
