package io.cooperage.storage.ploop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.image.DiskFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FolderConversionTest {
  @TempDir Path folder;

  private Path raw;
  private Path target;

  @BeforeEach
  void makeADisk() throws IOException {
    raw = Contents.full(folder.resolve("raw"), 3_000_000);
    target = folder.resolve("root.hdd");
  }

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "PLOOP1", "PLOOP2"})
  void aFolderIsReadBack(TargetFormat format) throws IOException {
    assertThat(convert(format, Progress.UNATTENDED)).isEqualTo(new Conversion(3_000_000, 3 << 20));
    DiskDescriptor disk = new DiskFolder(target).read();
    assertThat(disk.sizeSectors()).isEqualTo(3 << 11);
    assertThat(names(target)).containsExactly("DiskDescriptor.xml", "root.hds");
    try (VirtualDisk whole = SourceDisks.open(target, DiskFormat.PLOOP_FOLDER)) {
      assertThat(Contents.of(whole)).startsWith(Files.readAllBytes(raw)).hasSize(3 << 20);
    }
    assertThat(names(folder)).containsExactly("raw", "root.hdd");
  }

  @Test
  void aCancelledOneLeavesNothingAndACrashedOneIsNoHindrance() throws IOException {
    Path part = Files.createDirectory(folder.resolve(".root.hdd.part"));
    Files.writeString(part.resolve("root.hds"), "what a crash left");
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                convert(
                    TargetFormat.PLOOP2,
                    (done, total) -> {
                      throw new CancellationException();
                    }));
    assertThat(names(folder)).containsExactly("raw");
    Files.createDirectory(part);
    Files.writeString(part.resolve("root.hds"), "what a crash left");
    convert(TargetFormat.PLOOP2, Progress.UNATTENDED);
    assertThat(names(folder)).containsExactly("raw", "root.hdd");
  }

  @Test
  void whatAnotherJobWritesAndWhatIsThereAreLeftAlone() throws IOException {
    Path part = Files.createDirectory(folder.resolve(".root.hdd.part"));
    Files.writeString(part.resolve("root.hds"), "of another job");
    try (OwnedFd other = OpenCalls.open(part, OpenFlag.DIRECTORY)) {
      LockCalls.lock(other, true);
      assertRefused(TargetFormat.PLOOP2, ErrorCode.IN_USE);
    }
    assertThat(part.resolve("root.hds")).hasContent("of another job");
    Files.writeString(target, "mine");
    assertRefused(TargetFormat.PLOOP2, ErrorCode.BAD_VALUE);
    assertThat(target).hasContent("mine");
  }

  @Test
  void aFolderOfAnotherUserMakesWayForOneThatIsOursAlone() throws IOException {
    Path part = Files.createDirectory(folder.resolve(".root.hdd.part"));
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setAttribute(part, "unix:uid", 12345);
    Path held = Files.createFile(folder.resolve("held"));
    Files.createLink(part.resolve("root.hds"), held);
    convert(TargetFormat.PLOOP2, Progress.UNATTENDED);
    assertThat(Files.getAttribute(target, "unix:uid")).isEqualTo(0);
    assertThat(Files.getPosixFilePermissions(target))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(held).isEmptyFile();
  }

  @Test
  void aFormatOfOneFileIsRefused() {
    assertRefused(TargetFormat.QCOW2, ErrorCode.BAD_VALUE);
  }

  private void assertRefused(TargetFormat format, ErrorCode code) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> convert(format, Progress.UNATTENDED))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private Conversion convert(TargetFormat format, Progress progress) {
    try (VirtualDisk source = SourceDisks.open(raw, DiskFormat.RAW)) {
      return FolderConversion.run(source, target, format, progress);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
