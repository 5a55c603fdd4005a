package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFlagTest {
  @TempDir Path folder;

  @Test
  void everyDescriptorIsClosedOnExec() throws IOException {
    try (OwnedFd fd = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      String flags = Files.readString(Path.of("/proc/self/fdinfo/" + fd.fd()));
      long octal = Long.parseLong(flags.replaceAll("(?s).*flags:\\s+(\\d+).*", "$1"), 8);
      assertThat(octal & 02000000).isNotZero();
    }
  }

  @Test
  void aLinkIsRefusedWhenItMustNotBeFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
    refused("link", Errno.ELOOP, OpenFlag.NO_FOLLOW);
  }

  @Test
  void aFileIsRefusedWhereAFolderMustBe() throws IOException {
    Files.createFile(folder.resolve("file"));
    refused("file", Errno.ENOTDIR, OpenFlag.DIRECTORY);
  }

  @Test
  void anUnnamedFileLeavesNoName() {
    OpenCalls.create(folder, 0600, OpenFlag.TEMPORARY, OpenFlag.READ_WRITE).close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aPipeWithoutWriterDoesNotBlock() {
    try (OwnedFd directory = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      DirectoryCalls.makeNode(directory, "pipe", FileType.FIFO, 0600, new DeviceNumber(0, 0));
      OpenCalls.openAt(directory, "pipe", 0, OpenFlag.NON_BLOCKING).close();
    }
  }

  private void refused(String name, Errno reason, OpenFlag... flags) {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> OpenCalls.open(folder.resolve(name), flags))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(reason));
  }
}
