package io.cooperage.core.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.spi.store.BrokenRecord;
import io.cooperage.spi.store.ContainerRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final Roster roster = new Roster();

  @Test
  void aCtIsFoundByAllOfItsNames() {
    ContainerRecord record = Records.record(101, "web");
    LiveContainer live = roster.add(record);
    for (String ref : List.of("101", "web", record.id().toString())) {
      assertThat(roster.find(ContainerRef.parse(ref))).containsSame(live);
    }
    roster.remove(record.id());
    for (String ref : List.of("101", "web", record.id().toString())) {
      assertThat(roster.find(ContainerRef.parse(ref))).isEmpty();
    }
  }

  @Test
  void numbersAndNamesAreUnique() {
    roster.add(Records.record(101, "web"));
    assertThatThrownBy(() -> roster.add(Records.record(101))).hasMessage("CT 101 exists already");
    assertThatThrownBy(() -> roster.add(Records.record(102, "web")))
        .hasMessage("the name 'web' is that of CT 101");
    assertThat(roster.all()).hasSize(1);
  }

  @Test
  void theLowestFreeNumberFillsGaps() {
    assertThat(roster.freeCtid().number()).isEqualTo(101);
    roster.add(Records.record(101));
    roster.add(Records.record(103));
    assertThat(roster.freeCtid().number()).isEqualTo(102);
  }

  @Test
  void aRenamedCtGivesItsOldNameUp() {
    LiveContainer live = roster.add(Records.record(101, "old"));
    ContainerName fresh = new ContainerName("new");
    roster.rename(live, fresh);
    roster.saved(live, live.record().edit().name(java.util.Optional.of(fresh)).build());
    assertThat(roster.find(ContainerRef.parse("old"))).isEmpty();
    assertThat(roster.find(ContainerRef.parse("new"))).containsSame(live);
  }

  @Test
  void ctsAreListedByNumber() {
    roster.add(Records.record(300));
    roster.add(Records.record(101));
    assertThat(roster.all()).extracting(c -> c.record().ctid().number()).containsExactly(101, 300);
  }

  @Test
  void aBrokenCtIsNotAnUnknownOne() {
    ContainerRecord record = Records.record(101);
    roster.broken(List.of(new BrokenRecord(record.id(), "newer schema")));
    assertThatThrownBy(() -> roster.need(record.id())).hasMessageContaining("newer schema");
  }
}
