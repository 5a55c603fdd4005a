package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GradualLimitTest {
  private static final long MEBIBYTE = 1L << 20;

  private final List<Long> written = new ArrayList<>();
  private final AtomicLong used = new AtomicLong(200 * MEBIBYTE);
  private final AtomicLong clock = new AtomicLong();

  private void lower(long target, long nanosecondsEach) {
    new GradualLimit("memory:/ct memory.max", clock::get)
        .lower(
            used::get,
            limit -> {
              written.add(limit / MEBIBYTE);
              used.set(Math.min(used.get(), limit));
              clock.addAndGet(nanosecondsEach);
            },
            target * MEBIBYTE);
  }

  @Test
  void whatIsNotInUseIsLoweredAtOnce() {
    lower(180, 0);

    assertThat(written).containsExactly(180L);
  }

  @Test
  void whatIsInUseIsSwappedOutInSteps() {
    lower(10, 0);

    assertThat(written).containsExactly(136L, 72L, 10L);
  }

  @Test
  void whatTakesTooLongIsGivenUpAndSaysHowMuchIsLeft() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> lower(10, 4_000_000_000L))
        .withMessage("memory:/ct memory.max: 126M more would have to be swapped out")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    assertThat(written).containsExactly(136L);
  }

  @Test
  void aLimitAboveUseIsOneWrite() {
    lower(1000, 0);

    assertThat(written).containsExactly(1000L);
  }
}
