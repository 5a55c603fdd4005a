package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InodeAttributeCallsTest {
  @TempDir Path folder;

  @Test
  void anImmutableFileRefusesWritersUntilItIsReleased() {
    Path path = folder.resolve("f");
    try (OwnedFd file = OpenCalls.create(path, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE)) {
      int before = InodeAttributeCalls.flags(file);
      InodeAttributeCalls.setFlags(file, before | InodeAttributeCalls.IMMUTABLE);
      try {
        assertThatExceptionOfType(LinuxException.class)
            .isThrownBy(() -> OpenCalls.open(path, OpenFlag.WRITE_ONLY))
            .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
      } finally {
        InodeAttributeCalls.setFlags(file, before);
      }
      assertThat(InodeAttributeCalls.flags(file)).isEqualTo(before);
      assertThat(InodeAttributeCalls.project(file)).isZero();
    }
  }
}
