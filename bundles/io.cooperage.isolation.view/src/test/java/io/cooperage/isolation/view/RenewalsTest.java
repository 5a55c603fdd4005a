package io.cooperage.isolation.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RenewalsTest {
  @Test
  void afterAHundredAtOnceFewAreLeft() {
    Renewals renewals = new Renewals();
    long had =
        IntStream.range(0, 10_000).filter(i -> renewals.left()).peek(i -> renewals.take()).count();
    assertThat(had).isBetween(100L, 1_000L);
  }
}
