package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaCallsTest {
  @TempDir private Path folder;

  @Test
  void whereNothingIsCountedTheKernelSaysSo() {
    try (OwnedFd root = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      assumeThat(QuotaCalls.counted(root, QuotaKind.USER)).as("no quotas here").isFalse();

      assertThat(QuotaCalls.counted(root, QuotaKind.GROUP)).isFalse();
      assertThat(QuotaCalls.enforced(root, QuotaKind.USER)).isFalse();
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> QuotaCalls.get(root, QuotaKind.USER, 1000))
          .satisfies(e -> assertThat(e.is(Errno.ENOSYS, Errno.ESRCH)).isTrue());
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(
              () -> QuotaCalls.set(root, QuotaKind.USER, new Quota(1000, 4096, 8192, 0, 10, 20, 0)))
          .satisfies(e -> assertThat(e.is(Errno.ENOSYS, Errno.ESRCH)).isTrue());
      assertThatExceptionOfType(LinuxException.class)
          .isThrownBy(() -> QuotaCalls.enforce(root, QuotaKind.USER));
    }
  }

  @Test
  void whereUsersAreCountedTheirUseCanBeRead() {
    try (OwnedFd root = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      assumeThat(QuotaCalls.counted(root, QuotaKind.USER)).as("quotas on this disk").isTrue();

      assertThat(QuotaCalls.get(root, QuotaKind.USER, 0).inodes()).isPositive();
      assertThat(QuotaCalls.next(root, QuotaKind.USER, 0)).isPresent();
    }
  }
}
