package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static io.cooperage.core.lifecycle.EngineUnderTest.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.container.Change;
import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.EffectiveValue;
import io.cooperage.api.container.Scope;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.admission.HostIds;
import io.cooperage.core.admission.IdSlots;
import io.cooperage.core.event.EventGate;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.ChangePlan;
import io.cooperage.core.lifecycle.step.ConsoleLogs;
import io.cooperage.core.lifecycle.step.ControllerCrew;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.NetworkPlug;
import io.cooperage.core.lifecycle.step.Newcomers;
import io.cooperage.core.lifecycle.step.Recipes;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetTransactionTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;
  private ContainerId id;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    id = engine.create(101, "cpuunits=2000", "diskspace=2G").id();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private ChangeReport set(SetOptions options, String... texts) {
    return engine.containers().set(ref(101), settings(texts), options);
  }

  private ErrorCode refusal(SetOptions options, String... texts) {
    return catchThrowableOfType(ContainerException.class, () -> set(options, texts)).code();
  }

  private Optional<Long> inForce() {
    return host.cpu().inForce(id).get(FakeController.CPUUNITS);
  }

  private List<String> stored(String name) {
    return engine.get(101).parameters().getOrDefault(name, List.of());
  }

  @Test
  void whatIsStoredAlreadyIsStillPutInForce() {
    engine.start(101);
    set(SetOptions.of(Scope.SAVED), "cpuunits=3000");
    assertThat(inForce()).contains(2000L);
    set(SetOptions.both(), "cpuunits=3000");
    assertThat(inForce()).contains(3000L);
  }

  @Test
  void controllersAreAppliedAnewOnceTheNetworkHasAnotherDevice() {
    engine.start(101);
    int before = host.cpu().calls().size();
    set(SetOptions.both(), "ip=10.0.0.8/24");
    assertThat(host.cpu().calls()).hasSize(before);
    host.network().device("fake1");
    set(SetOptions.both(), "ip=10.0.0.9/24");
    assertThat(host.cpu().calls()).hasSize(before + 1).last().isEqualTo("apply " + id);
  }

  @Test
  void aDryRunSaysWhatWouldChangeAndChangesNothing() {
    engine.start(101);
    ChangeReport report = set(SetOptions.planOnly(), "cpuunits=3000");
    assertThat(report.changes())
        .containsExactly(
            new Change(
                "cpuunits", List.of("2000"), List.of("3000"), List.of(), "fake:cpuunits", "now"));
    assertThat(report.planned()).isTrue();
    assertThat(inForce()).contains(2000L);
    assertThat(stored("cpuunits")).containsExactly("2000");
  }

  @Test
  void aChangeOfARunningCtReportsWhatIsInForce() {
    engine.start(101);
    Change change = set(SetOptions.both(), "cpuunits=3000").changes().get(0);
    assertThat(change.when()).isEqualTo("now");
    assertThat(change.effective()).containsExactly("fake:cpuunits = 3000");
  }

  @Test
  void theRunningScopeEndsWithTheRun() {
    engine.start(101);
    set(SetOptions.of(Scope.RUNNING), "cpuunits=3000");
    assertThat(inForce()).contains(3000L);
    assertThat(stored("cpuunits")).containsExactly("2000");
    engine.containers().restart(ref(101), StopOptions.defaults()).await(EngineUnderTest.PATIENCE);
    assertThat(inForce()).contains(2000L);
  }

  @Test
  void theSavedScopeBeginsWithTheNextRun() {
    engine.start(101);
    set(SetOptions.of(Scope.SAVED), "cpuunits=3000");
    assertThat(inForce()).contains(2000L);
    assertThat(engine.containers().show(ref(101)))
        .filteredOn(v -> v.parameter().equals("cpuunits"))
        .extracting(EffectiveValue::note)
        .containsExactly("at the next start");
    // A later change of something else must not bring it into force by the way.
    set(SetOptions.both(), "ip=10.0.0.1/24");
    assertThat(inForce()).contains(2000L);
  }

  @Test
  void theRunningScopeNeedsARun() {
    assertThat(refusal(SetOptions.of(Scope.RUNNING), "cpuunits=3000"))
        .isEqualTo(ErrorCode.NOT_RUNNING);
  }

  @Test
  void whatCanBeSetAtCreationAloneIsRefused() {
    assertThatThrownBy(() -> set(SetOptions.both(), "layout=ploop"))
        .hasMessageContaining("at creation alone");
  }

  @Test
  void aRestartParameterIsSavedAndSaysWhenItComes() {
    engine.start(101);
    ChangeReport report = set(SetOptions.both(), "bindmount=/:/host,ro");
    assertThat(report.changes().get(0).when()).isEqualTo("at the next start");
    assertThat(report.notes()).containsExactly("bindmount takes effect at the next start");
    assertThat(host.store().containers().get(0).mounts()).hasSize(1);
    assertThat(refusal(SetOptions.of(Scope.RUNNING), "bindmount=/:/x"))
        .isEqualTo(ErrorCode.BAD_VALUE);
  }

  @Test
  void theDiskIsChangedAlsoWhileTheCtIsDown() {
    set(SetOptions.both(), "diskspace=4G");
    assertThat(host.store().containers().get(0).volume().orElseThrow().property("size"))
        .isEqualTo(Long.toString(4L << 30));
  }

  @Test
  void aRevisionThatIsNoLongerTrueIsRefused() {
    long revision = engine.get(101).revision();
    SetOptions then = new SetOptions(Scope.BOTH, false, OptionalLong.of(revision));
    set(then, "cpuunits=3000");
    assertThat(refusal(then, "cpuunits=4000")).isEqualTo(ErrorCode.CHANGED);
  }

  @Test
  void aStartIsNoChangeThatAnybodyMustSee() {
    long revision = engine.get(101).revision();
    engine.start(101);
    set(new SetOptions(Scope.BOTH, false, OptionalLong.of(revision)), "cpuunits=3000");
    assertThat(inForce()).contains(3000L);
  }

  @Test
  void aResetGivesTheDefaultBack() {
    engine.start(101);
    engine.containers().set(ref(101), List.of(RawSetting.reset("cpuunits")), SetOptions.both());
    assertThat(inForce()).contains(1000L);
    assertThat(stored("cpuunits")).isEmpty();
  }

  @Test
  void aParameterWithoutControllerIsKeptShownAndCanBeDropped() {
    engine.leases().remove(Family.CONTROLLER, engine.cpu());
    assertThat(refusal(SetOptions.both(), "cpuunits=3000")).isEqualTo(ErrorCode.NO_CONTROLLER);
    assertThat(engine.containers().show(ref(101)))
        .filteredOn(v -> v.parameter().equals("cpuunits"))
        .extracting(EffectiveValue::note)
        .containsExactly("no controller");
    engine.containers().set(ref(101), List.of(RawSetting.reset("cpuunits")), SetOptions.both());
    assertThat(stored("cpuunits")).isEmpty();
  }

  @Test
  void aHostNameAndAPasswordReachTheRunningCt() {
    engine.start(101);
    set(SetOptions.both(), "hostname=new.example.org", "userpasswd=root:x");
    assertThat(host.storage().disk(id).get("/etc/hostname"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("new.example.org\n");
    assertThat(host.storage().disk(id).get("/etc/shadow"))
        .asString(StandardCharsets.UTF_8)
        .startsWith("root:$6$");
    assertThat(stored("userpasswd")).isEmpty();
    assertThat(host.store().runtime(id).orElseThrow().applied()).doesNotContainKey("userpasswd");
  }

  @Test
  void addressesChangeLiveAndAreListed() {
    Container before = engine.start(101);
    assertThat(before.addresses()).isEmpty();
    engine
        .containers()
        .set(ref(101), List.of(RawSetting.add("ip", "10.0.0.1/24")), SetOptions.both());
    assertThat(host.network().inForce(id)).containsExactly("10.0.0.1/24");
    assertThat(engine.get(101).addresses()).containsExactly("10.0.0.1/24");
  }

  @Test
  void aChangeOfNothingIsNoJob() {
    int jobs = engine.jobs().list().size();
    assertThat(set(SetOptions.both(), "cpuunits=2000").changes()).isEmpty();
    assertThat(engine.jobs().list()).hasSize(jobs);
  }

  @Test
  void aChangeThatWasPlannedForAnotherRunIsRefused() {
    EngineParts parts = engine.room().parts();
    LiveContainer live = parts.roster().need(id);
    ChangePlan plan =
        ChangeDraft.of(parts, live, List.of(), settings("cpuunits=3000"), SetOptions.both()).plan();
    engine.start(101);
    Job<Void> job =
        parts
            .jobs()
            .submit(
                JobRequest.of(
                    new Recipes(
                            parts,
                            new ControllerCrew(
                                parts, new EventGate(engine.events(), Clock.systemUTC())),
                            new NetworkPlug(parts),
                            new ConsoleLogs(parts.leases(), folder),
                            new Newcomers(
                                parts.roster(), new IdSlots(524288, 65536, new HostIds(folder))))
                        .set(false),
                    id.toString(),
                    plan.values(),
                    c -> Optional.empty()));
    assertThat(
            catchThrowableOfType(
                    ContainerException.class, () -> job.await(EngineUnderTest.PATIENCE))
                .code())
        .isEqualTo(ErrorCode.CHANGED);
    assertThat(stored("cpuunits")).containsExactly("2000");
  }

  private void requireAddressInUse() {
    assertThat(
            catchThrowableOfType(
                    ContainerException.class, () -> engine.create(102, "ip=10.0.0.1/24"))
                .code())
        .isEqualTo(ErrorCode.ADDRESS_IN_USE);
  }

  @Test
  void anAddressOfTheRunningScopeIsInUseUntilTheRunEnds() {
    engine.start(101);
    set(SetOptions.of(Scope.RUNNING), "ip=10.0.0.1/24");
    requireAddressInUse();
    engine.containers().stop(ref(101), StopOptions.defaults()).await(EngineUnderTest.PATIENCE);
    assertThat(engine.create(102, "ip=10.0.0.1/24").addresses()).containsExactly("10.0.0.1/24");
  }

  @Test
  void aStoredAddressStaysInUseWhileTheRunningScopeGoesWithoutIt() {
    set(SetOptions.both(), "ip=10.0.0.1/24");
    engine.start(101);
    set(SetOptions.of(Scope.RUNNING), "ip=10.0.0.2/24");
    requireAddressInUse();
  }
}
