package io.cooperage.storage.ploop.backup;

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
import io.cooperage.spi.backup.BackupFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FolderTargetTest {
  private static final ContainerId CT = ContainerId.random();

  @TempDir Path folder;
  private final FolderTarget target = new FolderTarget();

  private String place() {
    return folder.resolve("place").toString();
  }

  private BackupFiles begin(UUID id) {
    target.prepare(place());
    BackupFiles files = target.files(place(), CT, id);
    try {
      files.create(Manifest.CHANGES).close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return files;
  }

  @Test
  void whatIsAtAPlaceThatIsAwayCountsAsThereStill() throws IOException {
    UUID id = UUID.randomUUID();
    begin(id);
    Path away = folder.resolve("away");
    Files.move(Path.of(place()), away);
    told(() -> target.delete(place(), CT, id));
    assertThat(target.containers(place())).isEmpty();
    Files.move(away, Path.of(place()));
    assertThat(target.backups(place(), CT)).containsExactly(id);
    target.delete(place(), CT, id);
    target.delete(place(), CT, id);
    assertThat(target.containers(place())).isEmpty();
  }

  @Test
  @Timeout(60)
  void whatIsNoFileIsNeitherReadNorWrittenTo() throws IOException {
    BackupFiles files = begin(UUID.randomUUID());
    Path backup = Path.of(files.title());
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
    try (OwnedFd open = OpenCalls.open(backup, OpenFlag.DIRECTORY)) {
      DirectoryCalls.makeNode(open, "fifo", FileType.FIFO, 0600, new DeviceNumber(0, 0));
    }
    Files.createSymbolicLink(backup.resolve("link"), elsewhere);
    Files.createLink(backup.resolve("other"), elsewhere);
    for (String name : List.of("fifo", "link")) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> files.open(name))
          .withMessageContaining(name + " is a")
          .withMessageContaining(", not a regular file")
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_BACKUP));
    }
    for (String name : List.of("fifo", "link", "other")) {
      files.create(name).close();
      assertThat(backup.resolve(name)).isEmptyFile();
    }
    assertThat(elsewhere).hasContent("mine");
  }

  @Test
  void aPlaceThatIsNoFolderIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    for (Path place : List.of(file, link, file.resolve("below"))) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> target.prepare(place.toString()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE))
          .withMessageContaining("must be a folder");
    }
  }

  @Test
  void aFileThatCannotBeLookedAtIsNotAMissingOne() throws IOException {
    target.prepare(place());
    Files.writeString(Path.of(place(), CT.toString()), "no folder");
    BackupFiles files = target.files(place(), CT, UUID.randomUUID());
    told(() -> files.size(Manifest.FILE));
    told(() -> files.open(Manifest.FILE));
    told(() -> BackupReader.open(files));
    told(() -> BackupReader.unfinished(files));
  }

  @Test
  void onlyWhatNeverCameToItsManifestIsUnfinished() throws IOException {
    BackupFiles files = begin(UUID.randomUUID());
    assertThat(BackupReader.unfinished(files)).isTrue();
    files.commit(Manifest.SUMS, new byte[1]);
    assertThat(BackupReader.unfinished(files)).as("its manifest may be lost").isFalse();
    UUID empty = UUID.randomUUID();
    Files.createDirectory(Path.of(place(), CT.toString(), empty.toString()));
    assertThat(BackupReader.unfinished(target.files(place(), CT, empty))).isFalse();
  }

  private static void told(Runnable work) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER));
  }
}
