package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.job.TestJobs;
import io.cooperage.testing.front.FakeJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopAllTest {
  private final TestJobs jobs = new TestJobs();
  private final List<String> awaited = new ArrayList<>();

  @AfterEach
  void close() {
    jobs.close();
  }

  private final class Stop implements Job<Void> {
    private final String name;
    private final boolean fails;

    private Stop(String name, boolean fails) {
      this.name = name;
      this.fails = fails;
    }

    @Override
    public JobInfo info() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Void> await(Duration timeout) {
      awaited.add(name);
      if (fails) {
        throw new ContainerException(ErrorCode.CANNOT_STOP, name);
      }
      return Optional.empty();
    }

    @Override
    public void cancel() {}
  }

  private void run(Job<?>... stops) {
    NodeContainers containers =
        new NodeContainers() {
          @Override
          public List<String> waitingFor() {
            return List.of();
          }

          @Override
          public List<Job<?>> stopAll() {
            return List.of(stops);
          }
        };
    Jobs engine = jobs.jobs();
    jobs.run(
        engine,
        Recipe.committing(
            "release", false, 0, List.of(new StopAll(containers, Duration.ofMillis(1)))));
  }

  @Test
  void everyStopIsWaitedFor() {
    run(new Stop("a", false), new Stop("b", false));
    assertThat(awaited).containsExactly("a", "b");
  }

  @Test
  void oneThatFailsIsCountedAndTheOthersAreWaitedFor() {
    assertThatThrownBy(() -> run(new Stop("a", true), new Stop("b", false)))
        .hasMessageContaining("1 CTs did not stop");
    assertThat(awaited).containsExactly("a", "b");
  }

  @Test
  void oneWhoseProviderIsAwayIsNotWaitedForForEver() {
    FakeJob<Void> parked = new FakeJob<Void>("j1", "stop", "101").park("waiting for cgroup");
    assertThatThrownBy(() -> run(parked, new Stop("b", false)))
        .hasMessageContaining("1 CTs did not stop");
    assertThat(awaited).containsExactly("b");
  }
}
