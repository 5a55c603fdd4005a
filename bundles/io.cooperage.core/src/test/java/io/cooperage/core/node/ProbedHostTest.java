package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.node.Finding;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.spi.node.HostProbe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbedHostTest {
  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final ProbedHost host = new ProbedHost(leases.leases());

  @AfterEach
  void close() {
    host.close();
    leases.close();
  }

  private record Probe(Map<String, String> features, List<Finding> findings) implements HostProbe {}

  private record BrokenProbe() implements HostProbe {
    @Override
    public Map<String, String> features() {
      throw new IllegalStateException("boom");
    }

    @Override
    public List<Finding> findings() {
      throw new IllegalStateException("boom");
    }
  }

  @Test
  void theHostHasMemoryAndCpus() {
    assertThat(host.facts().memory()).isGreaterThan(1 << 20);
    assertThat(host.facts().cpus()).isPositive();
    assertThat(host.facts().kernel()).isNotEmpty();
  }

  @Test
  void aProbeThatArrivesAddsItsFeatures() {
    assertThat(host.facts().feature("zram")).isEmpty();
    leases.add(Family.PROBE, new Probe(Map.of("zram", "yes"), List.of()));
    assertThat(host.facts().feature("zram")).isEqualTo("yes");
  }

  @Test
  void aProbeThatFailsIsAFindingItself() {
    leases.add(Family.PROBE, new BrokenProbe());
    leases.add(
        Family.PROBE,
        new Probe(Map.of(), List.of(new Finding("x", Finding.Grade.GOOD, "fine", ""))));
    assertThat(host.findings())
        .extracting(Finding::grade)
        .containsExactlyInAnyOrder(Finding.Grade.DEGRADED, Finding.Grade.GOOD);
  }
}
