package io.cooperage.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class KernelTest {
  @Test
  void aCallByNumberReachesTheKernel() {
    assertThat(Kernel.call(Syscall.GETTID, "")).isPositive();
  }

  @Test
  void aRefusalNamesTheCallItsSubjectAndTheReason() {
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> Kernel.call(Syscall.CLOSE, "nothing", 1_000_000))
        .withMessage("close nothing: EBADF (Bad file descriptor)")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
  }

  @Test
  void aReasonWithoutANameIsShownByNumber() {
    assertThat(new LinuxException("x", 4000, "")).hasMessage("x: errno 4000 (Unknown error)");
  }

  @Test
  void moreWordsKeepTheReason() {
    LinuxException told = new LinuxException("mount", 1, "/x").about("container 101");
    assertThat(told).hasMessage("mount container 101: /x: EPERM (Operation not permitted)");
    assertThat(told.is(Errno.ENOENT, Errno.EPERM)).isTrue();
  }
}
