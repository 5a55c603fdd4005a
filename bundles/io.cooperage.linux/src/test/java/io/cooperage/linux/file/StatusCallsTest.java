package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCallsTest {
  @TempDir Path folder;

  @Test
  void theStatusIsWhatJavaSees() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "12345");
    FileStatus status = StatusCalls.status(file);
    assertThat(status.type()).isEqualTo(FileType.REGULAR);
    assertThat(status.size()).isEqualTo(5);
    assertThat(status.links()).isEqualTo(1);
    assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(status.fileSystem().packed()).isEqualTo(Files.getAttribute(file, "unix:dev"));
    assertThat(status.modified()).isAfter(Instant.now().minus(Duration.ofMinutes(5)));
    assertThat(status.mountId()).isPositive();
  }

  @Test
  void deviceNodesHaveTheirNumber() {
    FileStatus nothing = StatusCalls.status(Path.of("/dev/null"));
    assertThat(nothing.type()).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThat(nothing.device()).hasToString("1:3");
    assertThat(DeviceNumber.ofPacked(nothing.device().packed())).isEqualTo(nothing.device());
  }

  @Test
  void ownerAndPermissionsOfALinkAndOfAnOpenFileAreSet() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("missing"));
    try (OwnedFd directory = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      StatusCalls.changeOwner(directory, "link", 600_001, 600_002);
      assertThat(StatusCalls.find(directory, "link"))
          .hasValueSatisfying(
              link -> {
                assertThat(link.type()).isEqualTo(FileType.SYMLINK);
                assertThat(link.owner()).isEqualTo(600_001);
                assertThat(link.group()).isEqualTo(600_002);
              });
      StatusCalls.changePermissions(directory, 01750);
      StatusCalls.changeOwner(directory, -1, 3_000_000_000L);
      assertThat(StatusCalls.status(directory).permissions()).isEqualTo(01750);
      assertThat(StatusCalls.status(directory).owner()).isZero();
      assertThat(StatusCalls.status(directory).group()).isEqualTo(3_000_000_000L);
    }
  }

  @Test
  void aMissingNameIsNoError() {
    try (OwnedFd directory = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      assertThat(StatusCalls.find(directory, "missing")).isEmpty();
    }
  }

  @Test
  void theFileSystemTellsTypeAndSpace() {
    try (OwnedFd shared = OpenCalls.open(Path.of("/dev/shm"), OpenFlag.DIRECTORY)) {
      FileSystemStatus status = StatusCalls.fileSystem(shared);
      assertThat(status.magic()).isEqualTo(FileSystemStatus.TMPFS);
      assertThat(status.availableBytes()).isPositive().isLessThanOrEqualTo(status.totalBytes());
    }
  }
}
