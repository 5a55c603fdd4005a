package io.cooperage.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import org.junit.jupiter.api.Test;

class FileSystemContextTest {
  @Test
  void optionsAndFlagsReachTheFileSystem() {
    try (FileSystemContext tmpfs = FileSystemContext.open("tmpfs");
        OwnedFd mount = tmpfs.option("size", "64k").flag("ro").create().mount()) {
      FileSystemStatus status = StatusCalls.fileSystem(mount);
      assertThat(status.magic()).isEqualTo(FileSystemStatus.TMPFS);
      assertThat(status.totalBytes()).isEqualTo(65_536);
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(
              () -> OpenCalls.openAt(mount, "f", 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY))
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
    }
  }

  @Test
  void aMountedFileSystemIsGivenOtherOptions() {
    try (FileSystemContext tmpfs = FileSystemContext.open("tmpfs");
        OwnedFd mount = tmpfs.option("size", "64k").create().mount()) {
      try (FileSystemContext change = FileSystemContext.pick(mount)) {
        change.option("size", "128k").reconfigure();
      }
      assertThat(StatusCalls.fileSystem(mount).totalBytes()).isEqualTo(131_072);
    }
  }

  @Test
  void anUnknownTypeIsNamed() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> FileSystemContext.open("cooperagefs"))
        .withMessage("fsopen cooperagefs: ENODEV (No such device)");
  }

  @Test
  void theRefusedOptionAndTheFileSystemsWordsAreTold() {
    try (FileSystemContext tmpfs = FileSystemContext.open("tmpfs")) {
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> tmpfs.option("size", "lots"))
          .withMessageStartingWith("fsconfig tmpfs size=lots [e ")
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }
  }
}
