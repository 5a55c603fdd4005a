package io.cooperage.core.lifecycle;

import static io.cooperage.api.error.ErrorCode.KERNEL;
import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static io.cooperage.core.lifecycle.EngineUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.EffectiveValue;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.core.Eventually;
import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import io.cooperage.testing.fake.FakeNetwork;
import io.cooperage.testing.fake.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static ContainerException fault() {
    return new ContainerException(ErrorCode.KERNEL, "EIO: made up");
  }

  private static Arguments at(String call, Function<FakeHost, Faults> faults) {
    return Arguments.of(call, faults);
  }

  static Stream<Arguments> startCalls() {
    return Stream.of(
        at("mount", h -> h.storage().faults()),
        at("create", h -> h.cgroups().faults()),
        at("initHandles", h -> h.cgroups().faults()),
        at("mounts", h -> h.cpu().faults()),
        at("launch", h -> h.isolation().faults()),
        at("launched", h -> h.isolation().faults()),
        at("network", h -> h.isolation().faults()),
        at("attach", h -> h.network().faults()),
        at("attached", h -> h.network().faults()),
        at("apply", h -> h.cpu().faults()),
        at("readBack", h -> h.cpu().faults()),
        at("openGate", h -> h.isolation().faults()),
        at("saveRuntime", h -> h.store().faults()));
  }

  @ParameterizedTest
  @MethodSource("startCalls")
  void aStartThatFailsAnywhereIsUndone(String call, Function<FakeHost, Faults> faults) {
    engine.create(101, "cpuunits=2000");
    faults.apply(host).failOnce(call, FailureTest::fault);
    assertThatThrownBy(() -> engine.start(101)).hasMessageContaining("EIO: made up");
    assertThat(host.leftovers()).isEmpty();
    assertThat(host.store().journals()).isEmpty();
    assertThat(host.storage().openDescriptors()).isZero();
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.STOPPED);
    assertThat(engine.start(101).state()).isEqualTo(ContainerState.RUNNING);
  }

  static Stream<Arguments> createCalls() {
    return Stream.of(
        at("create", h -> h.storage().faults()),
        at("created", h -> h.storage().faults()),
        at("save", h -> h.store().faults()));
  }

  @ParameterizedTest
  @MethodSource("createCalls")
  void aCreateThatFailsLeavesNothing(String call, Function<FakeHost, Faults> faults) {
    faults.apply(host).failOnce(call, FailureTest::fault);
    assertThatThrownBy(() -> engine.create(101, "ip=10.0.0.1/24")).hasMessageContaining("EIO");
    assertThat(engine.containers().find(ref(101))).isEmpty();
    assertThat(host.storage().disks()).isEmpty();
    assertThat(host.store().containers()).isEmpty();
    assertThat(engine.create(101, "ip=10.0.0.1/24").addresses()).containsExactly("10.0.0.1/24");
  }

  static Stream<Arguments> setCalls() {
    return Stream.of(
        at("update", h -> h.network().faults()),
        at("save", h -> h.store().faults()),
        at("saveRuntime", h -> h.store().faults()));
  }

  @ParameterizedTest
  @MethodSource("setCalls")
  void aSetThatFailsPutsEverythingBack(String call, Function<FakeHost, Faults> faults) {
    Container ct = engine.create(101, "cpuunits=2000", "ip=10.0.0.1/24");
    engine.start(101);
    Eventually.holds("it is saved as wanted", () -> host.store().containers().get(0).wantRunning());
    faults.apply(host).failOnce(call, FailureTest::fault);
    assertThatThrownBy(
            () ->
                engine
                    .containers()
                    .set(ref(101), settings("cpuunits=3000", "ip=10.0.0.2/24"), SetOptions.both()))
        .hasMessageContaining("EIO");
    assertThat(host.cpu().inForce(ct.id()).get(FakeController.CPUUNITS)).contains(2000L);
    assertThat(host.network().inForce(ct.id())).containsExactly("10.0.0.1/24");
    assertThat(engine.get(101).parameters())
        .containsEntry("cpuunits", List.of("2000"))
        .containsEntry("ip", List.of("10.0.0.1/24"));
    assertThat(host.store().containers().get(0).parameters())
        .isEqualTo(engine.get(101).parameters());
    assertThat(host.store().runtime(ct.id()).orElseThrow().applied())
        .isEqualTo(engine.get(101).parameters());
    // The address that was not given is free for others.
    engine.create(102, "ip=10.0.0.2/24");
  }

  @Test
  void aSetThatCannotBeUndoneSaysSoAndIsDrift() {
    Container ct = engine.create(101, "cpuunits=2000");
    engine.start(101);
    Eventually.holds("it is saved as wanted", () -> host.store().containers().get(0).wantRunning());
    host.store()
        .faults()
        .failOnce(
            "save",
            () -> {
              host.cpu().faults().fail("apply", () -> new ContainerException(KERNEL, "EBUSY"));
              return fault();
            });
    ContainerException e =
        catchThrowableOfType(
            ContainerException.class,
            () -> engine.containers().set(ref(101), settings("cpuunits=3000"), SetOptions.both()));
    host.cpu().faults().clear();
    assertThat(e).hasMessage("EIO: made up; and not all could be undone: undo of ApplyLive: EBUSY");
    assertThat(e.hint()).contains("ct show");
    assertThat(engine.containers().show(ref(101)))
        .filteredOn(v -> v.parameter().equals("cpuunits"))
        .extracting(EffectiveValue::note)
        .containsExactly("drift: 2000 was applied");
    DriftCheck check =
        engine
            .room()
            .lifecycle()
            .driftCheck(new DriftPolicy(DriftPolicy.Answer.RESTORE, Duration.ofSeconds(1)));
    check.look(engine.room().parts().roster().need(ct.id()));
    check.look(engine.room().parts().roster().need(ct.id()));
    assertThat(engine.events().types()).contains("limit.drift");
    assertThat(host.cpu().inForce(ct.id()).get(FakeController.CPUUNITS)).contains(2000L);
  }

  @Test
  void aStopGoesOnWhenOnePartFails() {
    engine.create(101);
    engine.start(101);
    host.network().faults().failOnce("detach", FailureTest::fault);
    Job<Container> stop = engine.containers().stop(ref(101), StopOptions.defaults());
    assertThatThrownBy(() -> stop.await(PATIENCE)).hasMessageContaining("EIO");
    assertThat(engine.get(101).state()).isEqualTo(ContainerState.STOPPED);
    assertThat(host.storage().mounted()).isEmpty();
    assertThat(host.cgroups().present()).isEmpty();
  }

  @Test
  void anUndoWaitsForAProviderThatHasLeft() {
    engine.create(101);
    host.network()
        .faults()
        .failOnce(
            "attach",
            () -> {
              engine.leases().remove(Family.STORAGE, engine.storage());
              return fault();
            });
    Job<Container> start = engine.containers().start(ref(101), StartOptions.defaults());
    Eventually.holds(
        "the job waits", () -> start.info().state() == io.cooperage.api.job.JobState.WAITING);
    assertThat(host.storage().mounted()).isNotEmpty();
    assertThat(
            catchThrowableOfType(
                    ContainerException.class,
                    () ->
                        engine
                            .containers()
                            .set(ref(101), settings("cpuunits=9"), SetOptions.both()))
                .code())
        .isEqualTo(ErrorCode.BUSY);
    engine.leases().add(Family.STORAGE, engine.storage());
    assertThatThrownBy(() -> start.await(PATIENCE)).hasMessageContaining("EIO");
    assertThat(host.leftovers()).isEmpty();
  }

  @Test
  void aJobThatNeedsAProviderWhichIsAwayFailsAtOnce() {
    engine.create(101);
    engine.leases().remove(Family.STORAGE, engine.storage());
    Job<Container> start = engine.containers().start(ref(101), StartOptions.defaults());
    Eventually.holds(
        "its undo waits for the same",
        () -> start.info().state() == io.cooperage.api.job.JobState.WAITING);
    engine.leases().add(Family.STORAGE, engine.storage());
    assertThatThrownBy(() -> start.await(PATIENCE))
        .hasMessageContaining("waiting for storage.fake");
  }

  @Test
  void noContainerStartsWithoutAnEssentialControllerAlsoWhenThatIsInQuarantine() {
    FakeController guard = new FakeController("guard").makeEssential();
    guard.faults().fail("apply", () -> new IllegalStateException("defect"));
    engine.leases().add(Family.CONTROLLER, guard);
    for (int ctid = 101; ctid <= 104; ctid++) {
      int one = ctid;
      engine.create(one);
      assertThatThrownBy(() -> engine.start(one)).hasMessageContaining("controller.guard");
    }
    assertThat(host.leftovers()).isEmpty();
  }

  @Test
  void whatAControllerWantsMountedLiesBelowWhatWasAskedForAndGoesWithAFailedLaunch() {
    HostMount view = new HostMount("view", "/run/view", "/proc/view", true, false, Set.of());
    host.cpu().mounting(view);
    engine.create(101, "bindmount=/srv:/srv");
    engine.start(101);
    ContainerId id = engine.get(101).id();
    assertThat(host.isolation().request(id).orElseThrow().mounts())
        .extracting(HostMount::target)
        .containsExactly("/proc/view", "/srv");
    engine.containers().stop(ref(101), StopOptions.defaults()).await(PATIENCE);
    assertThat(host.cpu().sources()).isEmpty();
    host.isolation().faults().failOnce("launch", FailureTest::fault);
    assertThatThrownBy(() -> engine.start(101)).hasMessageContaining("EIO: made up");
    assertThat(host.cpu().sources()).isEmpty();
  }

  @Test
  void aControllerThatTheCtDoesNotUseCannotKeepItFromStarting() {
    FakeController broken =
        new FakeController(
            "vendor",
            io.cooperage.api.parameter.Parameter.builder(
                    "shine", io.cooperage.api.parameter.ValueTypes.flag())
                .description("Shines.")
                .group("vendor")
                .build());
    broken.faults().fail("apply", () -> new IllegalStateException("vendor's defect"));
    engine.leases().add(Family.CONTROLLER, broken);
    engine.create(101);
    assertThat(engine.start(101).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(engine.events().types()).contains("controller.failed");
    engine.create(102, "shine=yes");
    assertThatThrownBy(() -> engine.start(102)).hasMessageContaining("vendor's defect");
  }

  @Test
  void aValueThatTheKernelDoesNotTakeIsAnErrorUnlessItSaysSo() {
    host.network().faults().clear();
    engine.create(101, "ip=10.0.0.1/24");
    engine.start(101);
    FakeNetwork deaf = host.network();
    deaf.ignoreUpdates(true);
    assertThatThrownBy(
            () -> engine.containers().set(ref(101), settings("ip=10.0.0.9/24"), SetOptions.both()))
        .hasMessageContaining("10.0.0.9/24")
        .hasMessageContaining("10.0.0.1/24");
    assertThat(engine.get(101).parameters()).containsEntry("ip", List.of("10.0.0.1/24"));
  }
}
