package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobState;
import io.cooperage.core.Eventually;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;
  private Container ct;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    ct = engine.create(101);
    engine.start(101);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aStubbornCtIsKilledWhenItsTimeIsOver() {
    host.isolation().stubborn(true);
    engine
        .containers()
        .stop(ref(101), new StopOptions(false, Optional.of(Duration.ZERO)))
        .await(PATIENCE);
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.STOPPED);
    assertThat(engine.events().types()).contains("container.killed-late", "container.stopped");
    assertThat(host.leftovers()).isEmpty();
  }

  @Test
  void aFastStopDoesNotAsk() {
    host.isolation().stubborn(true);
    engine.containers().stop(ref(101), StopOptions.killAtOnce()).await(PATIENCE);
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.STOPPED);
  }

  @Test
  void aCancelledStopLeavesTheCtRunning() {
    host.isolation().stubborn(true);
    Job<Container> stop = engine.containers().stop(ref(101), StopOptions.defaults());
    Eventually.holds("it waits", () -> engine.get(101).state() == ContainerState.STOPPING);
    assertThat(engine.get(101).busyJob()).contains(stop.info().id());
    stop.cancel();
    assertThatThrownBy(() -> stop.await(PATIENCE)).hasMessageContaining("cancelled");
    assertThat(stop.info().state()).isEqualTo(JobState.CANCELLED);
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(host.isolation().runs(ct.id())).isTrue();
  }

  @Test
  void aStoppedCtIsNotStoppedAgainAndARunningOneNotStarted() {
    assertThatThrownBy(() -> engine.start(101)).hasMessage("CT 101 runs");
    engine.containers().stop(ref(101), StopOptions.defaults()).await(PATIENCE);
    assertThatThrownBy(() -> engine.containers().stop(ref(101), StopOptions.defaults()))
        .hasMessage("CT 101 is stopped");
  }

  @Test
  void aRestartIsOneJobAndStartsAStoppedCtToo() {
    int pid = engine.get(101).initPid();
    Job<Container> restart = engine.containers().restart(ref(101), StopOptions.defaults());
    assertThat(restart.info().action()).isEqualTo("restart");
    assertThat(restart.await(PATIENCE).orElseThrow().initPid()).isGreaterThan(pid);
    engine.containers().stop(ref(101), StopOptions.defaults()).await(PATIENCE);
    engine.containers().restart(ref(101), StopOptions.defaults()).await(PATIENCE);
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.RUNNING);
  }

  @Test
  void aDaemonThatEndsDuringAStopLeavesItToTheNext() {
    host.isolation().stubborn(true);
    Job<Container> stop = engine.containers().stop(ref(101), StopOptions.defaults());
    Eventually.holds("it waits", () -> engine.get(101).state() == ContainerState.STOPPING);
    engine.close();
    assertThatThrownBy(() -> stop.await(PATIENCE)).hasMessageContaining("the daemon ends");
    host.isolation().stubborn(false);
    try (EngineUnderTest next = new EngineUnderTest(host, folder)) {
      next.awaitState(101, ContainerState.STOPPED);
      assertThat(host.leftovers()).isEmpty();
    }
  }

  @Test
  void anEndWhileTheProviderIsAwayIsFollowedUpWhenItReturns() {
    engine.leases().remove(Family.ISOLATION, engine.isolation());
    host.isolation().endUnheard(ct.id(), new ExitReport(ExitReport.Cause.HALTED, 0));
    engine.leases().add(Family.ISOLATION, engine.isolation());
    engine.awaitState(101, ContainerState.STOPPED);
    assertThat(host.leftovers()).isEmpty();
  }

  @Test
  void aJobWhoseProviderIsAwaySaysWhatItWaitsForAndGoesOn() {
    engine.leases().remove(Family.CGROUP, engine.cgroups());
    host.isolation().end(ct.id(), new ExitReport(ExitReport.Cause.HALTED, 0));
    Eventually.holds(
        "it waits and says so",
        () ->
            engine.jobs().list().stream()
                .filter(j -> j.state() == JobState.WAITING)
                .anyMatch(j -> j.message().equals("waiting for cgroup")));
    engine.leases().add(Family.CGROUP, engine.cgroups());
    engine.awaitState(101, ContainerState.STOPPED);
    assertThat(host.leftovers()).isEmpty();
  }
}
