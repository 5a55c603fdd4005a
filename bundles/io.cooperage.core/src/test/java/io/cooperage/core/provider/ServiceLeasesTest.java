package io.cooperage.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.core.RecordedEvents;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.fake.FakeController;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceLeasesTest {
  private final RecordedEvents events = new RecordedEvents();
  private final TestLeases leases = new TestLeases(events);

  @AfterEach
  void close() {
    leases.close();
  }

  @Test
  void theHighestRankingIsTheBestThenTheOldest() {
    FakeController old = new FakeController("cpu");
    FakeController young = new FakeController("cpu");
    FakeController high = new FakeController("cpu");
    leases.add(Family.CONTROLLER, old);
    leases.add(Family.CONTROLLER, young);
    assertThat(leases.leases().need(Family.CONTROLLER, "cpu").isFor(old)).isTrue();
    leases.add(Family.CONTROLLER, high, 5);
    assertThat(leases.leases().need(Family.CONTROLLER, "cpu").isFor(high)).isTrue();
    leases.remove(Family.CONTROLLER, high);
    assertThat(leases.leases().need(Family.CONTROLLER, "cpu").isFor(old)).isTrue();
  }

  @Test
  void aMissingKindIsNamed() {
    assertThatThrownBy(() -> leases.leases().need(Family.STORAGE, "ploop"))
        .hasMessage("waiting for storage.ploop");
    assertThatThrownBy(() -> leases.leases().need(Family.CGROUP, ""))
        .hasMessage("waiting for cgroup");
  }

  @Test
  void arrivalsAndDeparturesAreTold() {
    List<Family<?>> changes = new ArrayList<>();
    FakeController cpu = FakeController.cpu();
    try (Leases.Subscription subscription = leases.leases().onChange(changes::add)) {
      leases.add(Family.CONTROLLER, cpu);
      leases.remove(Family.CONTROLLER, cpu);
      assertThat(subscription).isNotNull();
    }
    leases.add(Family.CONTROLLER, cpu);
    assertThat(changes).containsExactly(Family.CONTROLLER, Family.CONTROLLER);
  }

  @Test
  void aServiceThatCannotSayItsKindIsIgnored() {
    ResourceController broken = new FakeController(null);
    leases.add(Family.CONTROLLER, broken);
    assertThat(leases.leases().offers(Family.CONTROLLER)).isEmpty();
    assertThat(events.types()).containsExactly("plugin.refused");
  }
}
