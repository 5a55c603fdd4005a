package io.cooperage.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobQueuesTest {
  private final List<String> begun = new ArrayList<>();
  private final JobQueues queues = new JobQueues(Runnable::run);

  private JobQueues.Entry entry(String job) {
    return new JobQueues.Entry(Optional.of(job), () -> begun.add(job));
  }

  @Test
  void theNextBeginsWhenTheFirstHasFinished() {
    queues.add("x", entry("a"), false);
    queues.add("x", entry("b"), false);
    queues.add("y", entry("c"), false);
    assertThat(begun).containsExactly("a", "c");
    queues.finished("x", () -> begun.add("end of a"));
    assertThat(begun).containsExactly("a", "c", "end of a", "b");
    assertThat(queues.holder("x")).contains("b");
    queues.finished("x", () -> {});
    assertThat(queues.holder("x")).isEmpty();
  }

  @Test
  void aHeldQueueRefusesWhoDoesNotWantToWait() {
    queues.add("x", entry("a"), true);
    assertThatThrownBy(() -> queues.add("x", entry("b"), true)).hasMessage("job a runs");
    queues.finished("x", () -> {});
    queues.add("x", entry("b"), true);
    assertThat(begun).containsExactly("a", "b");
  }
}
