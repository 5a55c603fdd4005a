package io.cooperage.api.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.error.ErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void everyErrorEndsWithANumberOtherThanZero() {
    assertThat(Stream.of(ErrorCode.values()).map(ExitCode::of).map(ExitCode::number))
        .allMatch(n -> n > 0 && n < 256);
  }

  @Test
  void numbersAreVzctls() {
    assertThat(ExitCode.of(ErrorCode.NO_SUCH_CONTAINER).number()).isEqualTo(14);
    assertThat(ExitCode.of(ErrorCode.NOT_RUNNING).number()).isEqualTo(31);
    assertThat(ExitCode.of(ErrorCode.BUSY).number()).isEqualTo(9);
  }

  @Test
  void noTwoMeaningsShareANumber() {
    assertThat(Stream.of(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
  }
}
