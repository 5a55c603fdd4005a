package io.cooperage.core.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.core.RecordedEvents;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.testing.fake.MemoryContainerStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordKeeperTest {
  private final MemoryContainerStore store = new MemoryContainerStore();
  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final Roster roster = new Roster();
  private final RecordKeeper keeper = new RecordKeeper(leases.leases(), roster);
  private final LiveContainer live = roster.add(Records.record(101));

  @BeforeEach
  void open() {
    leases.add(Family.STORE, (ContainerStore) store);
  }

  @AfterEach
  void close() {
    leases.close();
  }

  @Test
  void aChangeIsOnDiskAndHasTheNextRevision() {
    keeper.update(live, r -> r.description("x"));
    assertThat(live.record().revision()).isEqualTo(2);
    assertThat(store.containers()).containsExactly(live.record());
  }

  @Test
  void aChangeThatCannotBeSavedDidNotHappen() {
    store.faults().failOnce("save", () -> new IllegalStateException("full"));
    assertThatThrownBy(() -> keeper.update(live, r -> r.description("x")))
        .hasMessageContaining("full");
    assertThat(live.record().description()).isEmpty();
  }

  @Test
  void whetherItShallRunIsNoNewRevision() {
    keeper.wantRunning(live, true);
    assertThat(live.record().wantRunning()).isTrue();
    assertThat(live.record().revision()).isEqualTo(1);
    assertThat(store.containers().get(0).wantRunning()).isTrue();
  }
}
