package io.cooperage.controller.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassNumbersTest {
  private final ClassNumbers numbers = new ClassNumbers();

  @Test
  void theLowestFreeNumberIsTaken() {
    numbers.take(Set.of(0x10, 0x12));

    assertThat(numbers.take()).isEqualTo(0x11);
    assertThat(numbers.take()).isEqualTo(0x13);
    numbers.giveBack(0x10);
    assertThat(numbers.take()).isEqualTo(0x10);
  }

  @Test
  void numbersEnd() {
    for (int i = ClassNumbers.FIRST; i <= ClassNumbers.LAST; i++) {
      numbers.take();
    }

    assertThatIllegalStateException().isThrownBy(numbers::take);
  }
}
