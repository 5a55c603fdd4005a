package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCallsTest {
  @TempDir Path folder;
  private OwnedFd directory;

  @BeforeEach
  void open() {
    directory = OpenCalls.open(folder, OpenFlag.DIRECTORY);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void everyNameOfALargeDirectoryIsListedOnce() {
    for (int i = 0; i < 2000; i++) {
      touch("a-name-of-some-length-" + i);
    }
    assertThat(DirectoryCalls.list(directory, 2000)).doesNotHaveDuplicates().hasSize(2000);
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> DirectoryCalls.list(directory, 1999))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.E2BIG));
    assertThat(DirectoryCalls.beginning(directory, 1999)).doesNotHaveDuplicates().hasSize(1999);
    assertThat(DirectoryCalls.beginning(directory, 3000)).hasSize(2000);
  }

  @Test
  void namesComeAndGo() {
    DirectoryCalls.makeDirectory(directory, "d", 0700);
    DirectoryCalls.makeSymlink(directory, "l", "../some/where");
    DirectoryCalls.makeNode(
        directory, "n", FileType.CHARACTER_DEVICE, 0666, new DeviceNumber(1, 3));
    assertThat(DirectoryCalls.readSymlink(directory, "l")).isEqualTo("../some/where");
    assertThat(DirectoryCalls.list(directory, 10))
        .extracting(DirectoryEntry::type)
        .containsExactlyInAnyOrder(FileType.DIRECTORY, FileType.SYMLINK, FileType.CHARACTER_DEVICE);
    DirectoryCalls.removeFile(directory, "l");
    DirectoryCalls.removeFile(directory, "n");
    DirectoryCalls.removeDirectory(directory, "d");
    assertThat(DirectoryCalls.list(directory, 10)).isEmpty();
  }

  @Test
  void aRenameReplacesRefusesOrExchanges() {
    DirectoryCalls.makeDirectory(directory, "d", 0700);
    touch("f");
    touch("g");
    DirectoryCalls.exchange(directory, "d", directory, "f");
    assertThat(StatusCalls.find(directory, "f").orElseThrow().type()).isEqualTo(FileType.DIRECTORY);
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> DirectoryCalls.renameNew(directory, "d", directory, "g"))
        .withMessage("renameat2 d to g: EEXIST (File exists)");
    DirectoryCalls.rename(directory, "d", directory, "g");
    assertThat(StatusCalls.find(directory, "d")).isEmpty();
  }

  private void touch(String name) {
    OpenCalls.openAt(directory, name, 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY).close();
  }
}
