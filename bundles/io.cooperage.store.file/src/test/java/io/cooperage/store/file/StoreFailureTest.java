package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import org.junit.jupiter.api.Test;

class StoreFailureTest {
  @Test
  void aFullPoolIsNoDefect() {
    ContainerException failure =
        StoreFailure.of(
            "cannot save CT 1", new LinuxException("write", Errno.ENOSPC.number(), "x"));
    assertThat(failure.code()).isEqualTo(ErrorCode.NO_SPACE);
    assertThat(failure.getMessage()).contains("cannot save CT 1", "ENOSPC");
    assertThat(failure.hint()).isNotBlank();
  }

  @Test
  void anythingElseIsTheKernels() {
    assertThat(
            StoreFailure.of("cannot", new LinuxException("fsync", Errno.EIO.number(), "x")).code())
        .isEqualTo(ErrorCode.KERNEL);
  }
}
