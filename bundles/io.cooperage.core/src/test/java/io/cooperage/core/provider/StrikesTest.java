package io.cooperage.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrikesTest {
  private final List<String> told = new ArrayList<>();
  private final Strikes strikes = new Strikes(2, told::add);

  @Test
  void onlyFailuresInARowCount() {
    strikes.failure("a");
    strikes.success();
    strikes.failure("b");
    assertThat(strikes.out()).isFalse();
    strikes.failure("c");
    assertThat(strikes.out()).isTrue();
    assertThat(told).containsExactly("c");
  }

  @Test
  void whoIsOutStaysOutAndIsToldOnce() {
    strikes.failure("a");
    strikes.failure("b");
    strikes.success();
    strikes.failure("c");
    assertThat(strikes.out()).isTrue();
    assertThat(told).containsExactly("b");
  }
}
