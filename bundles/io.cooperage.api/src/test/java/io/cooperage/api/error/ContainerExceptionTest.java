package io.cooperage.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerExceptionTest {
  @Test
  void everyProblemIsReportedAtOnce() {
    ContainerException e =
        ContainerException.badInput(
            List.of(
                new Problem("physpages", "1K", "must be at least 16M", "use 16M or more"),
                Problem.of("cpuunits", "7", "must be at least 8")));
    assertThat(e)
        .hasMessage(
            "physpages '1K' must be at least 16M; use 16M or more\ncpuunits '7' must be at least 8");
    assertThat(e.problems()).hasSize(2);
    assertThat(e.code().category()).isEqualTo(ErrorCategory.USER);
  }
}
