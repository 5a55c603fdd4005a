package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import io.cooperage.core.Eventually;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.job.TestJobs;
import io.cooperage.testing.front.FakeJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
      return new FakeJob<Void>(name, "stop", name)
          .fail(new ContainerException(ErrorCode.CANNOT_STOP, name))
          .info();
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
            "release", false, 0, List.of(new StopAll(containers, engine, Duration.ofMillis(1)))));
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
        .hasMessageContaining("1 CTs did not stop: job j1 (stop of 101) waiting for cgroup");
    assertThat(awaited).containsExactly("b");
  }

  @Test
  void oneBehindAJobWhoseProviderIsAwayIsNotWaitedForForEver() {
    AtomicBoolean away = new AtomicBoolean(true);
    Job<Void> parked =
        jobs.jobs().submit(jobs.parking("backup", "101", away::get, "waiting for storage.ploop"));
    Eventually.holds("it waits", () -> parked.info().state() == JobState.WAITING);
    Job<Void> stop =
        jobs.jobs().enqueue(jobs.parking("stop", "101", () -> false, "waiting for nothing"));
    String id = parked.info().id();
    ContainerException refused =
        catchThrowableOfType(ContainerException.class, () -> run(stop, new Stop("b", false)));
    assertThat(refused)
        .hasMessage("1 CTs did not stop: job " + id + " (backup of 101) waiting for storage.ploop");
    assertThat(refused.hint()).contains("ct job cancel " + id);
    parked.cancel();
    stop.await(Duration.ofSeconds(20));
    run(stop);
  }
}
