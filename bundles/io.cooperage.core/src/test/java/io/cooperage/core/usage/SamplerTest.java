package io.cooperage.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.Eventually;
import io.cooperage.core.MovedClock;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.Volume;
import io.cooperage.testing.controller.TestCell;
import io.cooperage.testing.fake.FakeCgroups;
import io.cooperage.testing.fake.FakeController;
import io.cooperage.testing.fake.FakeStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final Roster roster = new Roster();
  private final FakeController cpu = FakeController.cpu();
  private final FakeStorage storage = new FakeStorage();
  private final MovedClock clock = new MovedClock();
  private final AtomicInteger made = new AtomicInteger();
  private final Sampler sampler = sampler(Instant.EPOCH, Duration.ofHours(1));

  private Sampler sampler(Instant lastAsked, Duration period) {
    return new Sampler(
        leases.leases(),
        roster,
        this::cell,
        () -> lastAsked,
        clock,
        new Sampler.Periods(period, Duration.ofHours(1)));
  }

  private Cell cell(LiveContainer live) {
    made.incrementAndGet();
    return new TestCell(live.id(), Map.of());
  }

  @AfterEach
  void close() {
    sampler.close();
    leases.close();
  }

  private LiveContainer running() {
    leases.add(Family.CONTROLLER, (ResourceController) cpu);
    leases.add(Family.STORAGE, (StorageProvider) storage);
    LiveContainer live = roster.add(RosterRecords.withFakeKinds(101));
    live.state(ContainerState.RUNNING);
    return live;
  }

  @Test
  void everySourceAddsItsMeters() {
    LiveContainer live = running();
    cpu.faults().clear();
    sampler.sample();
    assertThat(live.usage(Instant.now()).meters()).containsKey("disk.size");
  }

  @Test
  void aSourceThatFailsIsLeftOut() {
    LiveContainer live = running();
    storage.faults().fail("usage", () -> new IllegalStateException("boom"));
    sampler.sample();
    assertThat(live.usage(Instant.now()).meters()).doesNotContainKey("disk.size");
  }

  @Test
  void aCtThatFailsDoesNotBlindTheOthers() {
    LiveContainer first = running();
    LiveContainer second = roster.add(RosterRecords.withFakeKinds(102));
    second.state(ContainerState.RUNNING);
    cpu.faults()
        .failOnce("usage", () -> new ContainerException(ErrorCode.KERNEL, "its group is broken"));
    sampler.sample();
    assertThat(List.of(first, second))
        .filteredOn(ct -> ct.usage(Instant.now()).meters().containsKey("cpu.time"))
        .hasSize(1);
  }

  @Test
  void aCtKeepsItsCellUntilTheCgroupProviderChanges() {
    running();
    sampler.sample();
    sampler.sample();
    assertThat(made).hasValue(1);
    leases.add(Family.CGROUP, (CgroupProvider) new FakeCgroups());
    sampler.sample();
    assertThat(made).hasValue(2);
  }

  @Test
  void aCtThatHasStoppedLosesItsCell() {
    LiveContainer live = running();
    LiveContainer other = roster.add(RosterRecords.withFakeKinds(102));
    other.state(ContainerState.RUNNING);
    sampler.sample();
    live.state(ContainerState.STOPPED);
    sampler.sample();
    live.state(ContainerState.RUNNING);
    sampler.sample();
    assertThat(made).hasValue(3);
  }

  @Test
  void aCtThatHasNotRunIsNotReadAgainBeforeItsTurn() {
    LiveContainer live = running();
    cpu.ran(7);
    sampler.sample();
    sampler.sample();
    assertThat(cpu.sampled()).isEqualTo(1);
    assertThat(live.usage(Instant.now()).meters()).containsKeys("cpu.time", "disk.size");

    cpu.ran(8);
    sampler.sample();
    assertThat(cpu.sampled()).isEqualTo(2);

    clock.move(Duration.ofHours(3));
    sampler.sample();
    assertThat(cpu.sampled()).isEqualTo(3);
  }

  @Test
  void eachDiskHasItsTurnInThreeOfTheLongerPeriods() {
    running();
    for (int i = 102; i < 110; i++) {
      roster.add(RosterRecords.withFakeKinds(i)).state(ContainerState.RUNNING);
    }
    sampler.sample();
    AtomicInteger asked = new AtomicInteger();
    storage
        .faults()
        .fail("usage", () -> new IllegalStateException("asked again " + asked.incrementAndGet()));
    sampler.sample();
    assertThat(asked).hasValue(0);
    clock.move(Duration.ofHours(1));
    sampler.sample();
    assertThat(asked).hasValue(3);
    clock.move(Duration.ofHours(2));
    sampler.sample();
    assertThat(asked).hasValue(9);
  }

  @Test
  void disksAreAskedAtTheLongerPeriod() {
    LiveContainer live = running();
    sampler.sample();
    storage.faults().fail("usage", () -> new IllegalStateException("asked again"));
    sampler.sample();
    assertThat(live.usage(Instant.now()).meters()).containsKey("disk.size");
  }

  @Test
  void aStoppedCtIsNotSampled() {
    LiveContainer live = running();
    live.state(ContainerState.STOPPED);
    sampler.sample();
    assertThat(live.usage(Instant.now()).meters()).isEmpty();
  }

  @Test
  void samplesAreTakenAtThePeriodThatIsAskedFor() {
    LiveContainer live = running();
    try (Sampler quick = sampler(Instant.now(), Duration.ofMillis(5))) {
      quick.open();
      Eventually.holds("a first sample", () -> !live.usage(Instant.now()).meters().isEmpty());
    }
  }

  /** Records that name the fakes. */
  private static final class RosterRecords {
    private RosterRecords() {}

    static io.cooperage.spi.store.ContainerRecord withFakeKinds(int number) {
      var id = io.cooperage.api.container.ContainerId.random();
      return new io.cooperage.spi.store.ContainerRecord(
          id,
          new io.cooperage.api.container.Ctid(number),
          Optional.empty(),
          1,
          Instant.EPOCH,
          Map.of("storage", "fake"),
          "",
          "",
          Map.of(),
          Map.of(),
          "",
          new io.cooperage.spi.kernel.IdMap(524288, 65536),
          false,
          Optional.of(new Volume("fake", id, Map.of("size", "4096"))),
          java.util.List.of(),
          Map.of());
    }
  }
}
