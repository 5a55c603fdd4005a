package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.node.PoolCheck;
import io.cooperage.api.node.PoolFlaw;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.core.Eventually;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.PoolCare;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.spi.storage.PoolTenants.Standing;
import io.cooperage.spi.store.JournalRecord;
import io.cooperage.testing.fake.FakeHost;
import io.cooperage.testing.fake.FakePoolCare;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolEngineTest {
  private static final long SIZE = 200L << 30;

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private final FakePoolCare care = new FakePoolCare();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = next();
  }

  private EngineUnderTest next() {
    EngineUnderTest next = new EngineUnderTest(host, folder);
    next.leases().add(Family.POOL_CARE, next.gate().guard(PoolCare.class, care));
    return next;
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Job<PoolStatus> grow(String kind) {
    return new PoolEngine(engine.room()).grow(kind, SIZE);
  }

  @Test
  void thePoolOfNewCtsGrowsUnlessAnotherIsNamed() {
    assertThat(grow("").await(PATIENCE)).isPresent();
    assertThat(care.size()).isEqualTo(SIZE);
    assertThat(engine.events().types()).contains("pool.grown");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> grow("none"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void aGrowthThatWasInterruptedIsFinishedByTheNextDaemon() {
    engine.gate().crashAtJournalEntry(1, true);
    grow("");
    Eventually.holds("the daemon is dead", engine.gate()::isShut);
    engine.close();
    assertThat(care.size()).isZero();
    engine = next();
    Eventually.holds("it is finished", () -> care.size() == SIZE);
  }

  private static PoolFlaw flaw(String path, boolean error, boolean done) {
    return new PoolFlaw("k", path, 1, "text", error, PoolFlaw.Repair.REMOVE, done, "");
  }

  @Test
  void aCheckTellsWhatWasFoundAndIsKept() {
    PoolEngine pools = new PoolEngine(engine.room());
    assertThat(pools.checked("")).isEmpty();
    care.finds(flaw("/a", false, false));
    PoolCheck check = pools.check("", false).await(PATIENCE).orElseThrow();
    assertThat(check.kind()).isEqualTo("fake");
    assertThat(check.sound()).isTrue();
    assertThat(check.flaws()).extracting(PoolFlaw::path).containsExactly("/a");
    assertThat(pools.checked("fake")).contains(check);
    assertThat(engine.events().types()).doesNotContain("pool.damaged", "pool.repaired");
    care.finds(flaw("/b", true, true));
    care.finds(flaw("/c", true, false));
    assertThat(pools.check("", true).await(PATIENCE).orElseThrow().sound()).isFalse();
    assertThat(engine.events().types()).contains("pool.damaged", "pool.repaired");
    assertThat(host.store().journals()).isEmpty();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> pools.check("none", false))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void aCheckKnowsWhichCtsAreIdleRunHeldOrUnknown() {
    engine.create(101);
    LiveContainer live = engine.room().need(EngineUnderTest.ref(101));
    new PoolEngine(engine.room()).check("", false).await(PATIENCE);
    PoolTenants tenants = care.tenants().orElseThrow();
    assertThat(tenants.containers()).containsExactly(live.id());
    assertThat(tenants.standing(live.id())).isEqualTo(Standing.IDLE);
    assertThat(tenants.standing(ContainerId.random())).isEqualTo(Standing.UNKNOWN);
    assertThat(tenants.undisturbed(live.id(), () -> assertHeldOff(live))).isTrue();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                tenants.undisturbed(
                    live.id(),
                    () -> {
                      throw new IllegalStateException("no");
                    }));
    live.state(ContainerState.RUNNING);
    assertThat(tenants.standing(live.id())).isEqualTo(Standing.RUNNING);
    assertThat(tenants.undisturbed(live.id(), () -> live.state(ContainerState.BROKEN))).isFalse();
    assertThat(live.state()).isEqualTo(ContainerState.RUNNING);
    live.state(ContainerState.STOPPED);
    assertThat(tenants.needsTemplate("none")).isFalse();
  }

  private void assertHeldOff(LiveContainer live) {
    assertThat(engine.room().parts().jobs().holder(live.id().toString())).isEmpty();
  }

  @Test
  void whatAJobMakesIsHeldBeforeItIsACt() {
    ContainerId made = ContainerId.random();
    new PoolEngine(engine.room()).check("", false).await(PATIENCE);
    PoolTenants tenants = care.tenants().orElseThrow();
    JournalRecord journal =
        new JournalRecord(
            "j99",
            "restore-new",
            "",
            true,
            false,
            Instant.EPOCH,
            Map.of("restored", made.toString()),
            List.of("RestoreVolume"));
    host.store().saveJournal(journal);
    assertThat(tenants.standing(made)).isEqualTo(Standing.HELD);
    assertThat(tenants.undisturbed(made, () -> {})).isFalse();
    host.store().deleteJournal("j99");
    assertThat(tenants.standing(made)).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void aGrowthThatCannotBeIsToldAndForgotten() {
    care.faults()
        .fail("grow", () -> new ContainerException(ErrorCode.NO_SPACE, "the host is full"));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> grow("").await(PATIENCE))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE));
    assertThat(host.store().journals()).isEmpty();
  }
}
