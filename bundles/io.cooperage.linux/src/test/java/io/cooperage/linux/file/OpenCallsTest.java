package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenCallsTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void makeTree() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectory(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "inside");
    Files.writeString(folder.resolve("passwd"), "outside");
    Files.createSymbolicLink(root.resolve("up"), Path.of("../passwd"));
    Files.createSymbolicLink(root.resolve("absolute"), Path.of("/etc/passwd"));
  }

  @Test
  void linksOfAHostileTreeStayInsideWithInRoot() {
    assertThat(read("absolute", ResolveFlag.IN_ROOT)).isEqualTo("inside");
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> read("up", ResolveFlag.IN_ROOT))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
  }

  @Test
  void leadingOutIsAnErrorWithBeneath() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> read("up", ResolveFlag.BENEATH))
        .withMessage("openat2 up: EXDEV (Invalid cross-device link)");
  }

  @Test
  void linksAreRefusedWhenAskedFor() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> read("absolute", ResolveFlag.NO_SYMLINKS))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
  }

  @Test
  void magicLinksAreRefusedWhenAskedFor() {
    try (OwnedFd proc = OpenCalls.open(Path.of("/proc/self"), OpenFlag.DIRECTORY)) {
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(
              () -> OpenCalls.openResolved(proc, "exe", 0, Set.of(ResolveFlag.NO_MAGIC_LINKS)))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP));
    }
  }

  @Test
  void namesMayHoldAnyLetters() {
    Path file = folder.resolve("Füße und 桶");
    OpenCalls.create(file, 0600, OpenFlag.WRITE_ONLY, OpenFlag.CREATE).close();
    try (OwnedFd directory = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      assertThat(DirectoryCalls.list(directory, 10))
          .extracting(DirectoryEntry::name)
          .contains("Füße und 桶");
    }
  }

  @Test
  void aNewFileIsRefusedWhereOneExists() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(
            () ->
                OpenCalls.create(
                    folder.resolve("passwd"), 0600, OpenFlag.CREATE, OpenFlag.EXCLUSIVE))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
  }

  private String read(String path, ResolveFlag flag) {
    try (OwnedFd directory = OpenCalls.open(root, OpenFlag.PATH, OpenFlag.DIRECTORY);
        OwnedFd file = OpenCalls.openResolved(directory, path, 0, EnumSet.of(flag))) {
      return FileCalls.readText(file, 100);
    }
  }
}
