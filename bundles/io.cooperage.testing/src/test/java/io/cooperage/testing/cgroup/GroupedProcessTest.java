package io.cooperage.testing.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroupedProcessTest {
  @Test
  void theScriptRunsOnlyAfterGo() {
    try (GroupedProcess process = GroupedProcess.waiting("exit 7")) {
      assertThat(process.alive()).isTrue();

      assertThat(process.go().await(Duration.ofSeconds(10))).isEqualTo(7);
    }
  }

  @Test
  void whatDoesNotEndIsAnError() {
    try (GroupedProcess process = GroupedProcess.idle()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> process.await(Duration.ofMillis(1)))
          .withMessageContaining(Integer.toString(process.pid()));
    }
  }
}
