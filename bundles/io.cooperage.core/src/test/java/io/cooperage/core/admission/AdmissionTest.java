package io.cooperage.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.TestNode;
import io.cooperage.core.catalog.LiveCatalog;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.testing.fake.FakeNetwork;
import io.cooperage.testing.fake.FakeStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Map<String, String> KINDS = Map.of("storage", "fake", "network", "fake");

  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final LiveCatalog catalog = new LiveCatalog(leases.leases());
  private final TestNode node = new TestNode(Path.of("/nowhere"));
  private final Admission admission =
      new Admission(
          leases.leases(), catalog, () -> new HostFacts(1, 1, "", Map.of()), new Roster(), node);

  @BeforeEach
  void open() {
    leases.add(Family.STORAGE, (StorageProvider) new FakeStorage());
    leases.add(Family.NETWORK, (NetworkProvider) new FakeNetwork());
  }

  @AfterEach
  void close() {
    leases.close();
  }

  private void admit(ContainerId id, String address) {
    Map<String, List<String>> texts = Map.of("ip", List.of(address));
    admission.hold(id, KINDS, admission.assess(KINDS, texts, Set.of()).sound());
  }

  @Test
  void whatOneIsBeingGivenNobodyElseGets() {
    ContainerId first = ContainerId.random();
    admit(first, "10.0.0.1/24");
    assertThatThrownBy(() -> admit(ContainerId.random(), "10.0.0.1/24"))
        .hasMessageContaining("in use");
    admission.settle(first);
    assertThatCode(() -> admit(ContainerId.random(), "10.0.0.1/24")).doesNotThrowAnyException();
  }

  @Test
  void aTrialHoldsNothing() {
    Map<String, List<String>> texts = Map.of("ip", List.of("10.0.0.1/24"));
    admission.tryHold(ContainerId.random(), KINDS, admission.assess(KINDS, texts, Set.of()));
    assertThatCode(() -> admit(ContainerId.random(), "10.0.0.1/24")).doesNotThrowAnyException();
  }

  @Test
  void onesOwnClaimsAreNoObstacle() {
    ContainerId id = ContainerId.random();
    admit(id, "10.0.0.1/24");
    assertThatCode(() -> admit(id, "10.0.0.1/24")).doesNotThrowAnyException();
  }

  @Test
  void textsOfOtherKindsAreNotLookedAt() {
    assertThat(catalog.view(Map.of("storage", "other")).slices()).isEmpty();
    assertThatCode(
            () ->
                admission.assess(
                    Map.of("network", "other"), Map.of("ip", List.of("nonsense")), Set.of()))
        .doesNotThrowAnyException();
  }
}
