package io.cooperage.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorityTest {
  @ParameterizedTest
  @CsvSource({"0, 6", "1, 12", "2, 25", "3, 50", "4, 100", "5, 200", "6, 400", "7, 800"})
  void eachStepDoublesTheWeightAndComesBackItself(long priority, long weight) {
    assertThat(Priority.weight(priority)).isEqualTo(weight);
    assertThat(Priority.ofWeight(weight)).isEqualTo(priority);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "140, 4", "160, 5", "10000, 7"})
  void otherWeightsAreShownAsTheNearest(long weight, long priority) {
    assertThat(Priority.ofWeight(weight)).isEqualTo(priority);
  }
}
