package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.ImageView;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.attach.BackEnd;
import io.cooperage.storage.ploop.attach.BackEnds;
import io.cooperage.storage.ploop.attach.MemoryDescriptors;
import io.cooperage.storage.ploop.convert.QemuImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that are mounted where they are, on the real kernel. */
class ImageViewTest {
  private static PloopNode node;

  @TempDir Path folder;
  private Path place;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void make() throws IOException {
    place = Files.createDirectory(folder.resolve("place"));
  }

  @AfterEach
  void unmount() {
    node.storage().unmountImage(place);
  }

  private Path exported(String fstype, String format) {
    Volume volume =
        node.create(ContainerId.random(), "fstype", fstype, "diskspace", "320M", "layout", "ploop");
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "content");
    }
    node.storage().release(volume);
    Path file = folder.resolve("image." + format);
    ExportOptions options = new ExportOptions(file, format, Optional.empty());
    node.storage().exportTo(volume, options, Unattended.WORK);
    node.storage().destroy(volume);
    return file;
  }

  @ParameterizedTest
  @CsvSource({"raw,ext4", "raw,xfs", "ploop,ext4", "ploop,xfs"})
  void anImageInOneStretchIsServedByTheLoopDriver(String format, String fstype) throws IOException {
    Path file = exported(fstype, format);
    ImageView view = node.storage().mountImage(file, "", place);
    assertThat(view).isEqualTo(new ImageView(file, place, format, fstype, "loop-identity"));
    assertThat(place.resolve("file")).hasContent("content");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Files.writeString(place.resolve("file"), "other"));
    assertThat(node.storage().mountImage(file, "", place)).as("again").isEqualTo(view);
    node.storage().unmountImage(place);
    assertThat(place).isEmptyDirectory();
    node.storage().unmountImage(place);
  }

  @ParameterizedTest
  @CsvSource({"ploop1,ext4", "ploop2,xfs", "hdd,ext4", "qcow2,xfs"})
  void anImageInPiecesIsServedByWhatTheHostHas(String format, String fstype) {
    Path file = exported(fstype, format);
    mountedOrRefused(file, "device-mapper", "nbd", "fuse");
  }

  @Test
  void aCompressedImageIsServedByWhatTheHostHas() {
    QemuImage.assumeInstalled();
    Path packed = QemuImage.convert(exported("ext4", "raw"), "qcow2", folder.resolve("c"), "-c");
    mountedOrRefused(packed, "nbd", "fuse");
  }

  private void mountedOrRefused(Path file, String... backEnds) {
    Optional<String> there =
        BackEnds.ofHost(Path.of("/"), new MemoryDescriptors()).all().stream()
            .filter(b -> b.missing().isEmpty())
            .map(BackEnd::name)
            .filter(List.of(backEnds)::contains)
            .findFirst();
    if (there.isPresent()) {
      assertThat(node.storage().mountImage(file, "", place).backEnd()).isEqualTo(there.get());
      assertThat(place.resolve("file")).hasContent("content");
      return;
    }
    for (String backEnd : backEnds) {
      refused(file, ErrorCode.UNSUPPORTED, backEnd);
    }
  }

  private void refused(Path file, ErrorCode code, String why) {
    refused(file, "", code, why);
  }

  private void refused(Path file, String format, ErrorCode code, String why) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.storage().mountImage(file, format, place))
        .withMessageContaining(file.toString())
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    assertThat(place).isEmptyDirectory();
  }

  @Test
  void whatIsNoImageOrBrokenIsRefused() throws IOException {
    Path nothing = Files.write(folder.resolve("zeros"), new byte[1 << 20]);
    refused(nothing, ErrorCode.BAD_VALUE, "neither ext4 nor xfs");
    Path header = Files.writeString(folder.resolve("header"), "WithouFreSpacExt");
    refused(header, ErrorCode.BAD_VALUE, "cannot mount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "raw", "qcow2", "ploop"})
  void whatIsNotThereIsWronglyNamedWhateverItsFormat(String format) {
    refused(folder.resolve("missing"), format, ErrorCode.BAD_VALUE, "ENOENT");
  }

  @ParameterizedTest
  @CsvSource({"ext4,1024", "xfs,4"})
  void aDamagedFileSystemNeverReachesTheKernel(String fstype, int place) throws IOException {
    Path file = exported(fstype, "raw");
    try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
      image.seek(place);
      image.write(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    }
    refused(file, ErrorCode.BAD_VALUE, "ct import");
  }

  @Test
  void theDiskOfARunningContainerIsInUse() {
    Volume volume = node.create(ContainerId.random(), "diskspace", "320M", "layout", "ploop");
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(mounted.disk()).isPresent();
      refused(node.image(volume), ErrorCode.IN_USE, "in use");
    }
    node.storage().release(volume);
  }

  @Test
  void theHostSaysWhichBackEndsItHas() {
    assertThat(node.storage().pool().details().get("attach back ends"))
        .startsWith("loop-identity")
        .contains("device-mapper");
    assertThat(new PloopProbe(node.pool(), new MemoryDescriptors()).findings())
        .anyMatch(f -> f.subject().equals("attach back end device-mapper"));
  }
}
