package io.cooperage.controller.pids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountTypeTest {
  private final CountType type = new CountType(1, 1000);

  @ParameterizedTest
  @CsvSource({"7, 7", "240:260, 260", "5:5, 5", "unlimited, unlimited", "9:UNLIMITED, unlimited"})
  void theLimitOfAPairCounts(String text, String canonical) {
    assertThat(type.format(type.parse(text))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "1001", "-1", "1.5", "50K", "", ":", "5:", "many", "9223372036854775808"})
  void nonsenseIsRefusedWithTheRule(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> type.parse(text))
        .withMessage(
            "must be a whole number between 1 and 1000, unlimited, or a pair BARRIER:LIMIT of them");
  }

  @Test
  void aBarrierAboveItsLimitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> type.parse("9:8"))
        .withMessage("must not have a barrier above its limit");
  }
}
