package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void aRefusalOfTheKernelIsToldByName() {
    ContainerException told = told(new LinuxException("fsconfig", Errno.EINVAL.number(), "ext4"));
    assertThat(told.code()).isEqualTo(ErrorCode.KERNEL);
    assertThat(told).hasMessage("cannot mount it: fsconfig ext4: EINVAL (Invalid argument)");
  }

  @Test
  void aFullDiskIsAboutSpaceWhoeverSaysSo() {
    assertThat(told(new LinuxException("write", Errno.ENOSPC.number(), "")).code())
        .isEqualTo(ErrorCode.NO_SPACE);
    IOException full = new IOException("/x: No space left on device");
    assertThat(told(new UncheckedIOException(full)).code()).isEqualTo(ErrorCode.NO_SPACE);
  }

  @Test
  void damageIsTheContainersNotOurs() {
    assertThat(told(new MalformedImageException("the header is bad")).code())
        .isEqualTo(ErrorCode.BROKEN_CONTAINER);
    assertThat(told(new LinuxException("fsconfig", Errno.EUCLEAN.number(), "xfs")).code())
        .isEqualTo(ErrorCode.BROKEN_CONTAINER);
  }

  @Test
  void otherFailuresOfFilesAreOurs() {
    assertThat(told(new UncheckedIOException(new IOException("x"))).code())
        .isEqualTo(ErrorCode.PROVIDER);
  }

  private static ContainerException told(RuntimeException failure) {
    return catchThrowableOfType(
        ContainerException.class,
        () ->
            Failures.done(
                "mount it",
                () -> {
                  throw failure;
                }));
  }
}
