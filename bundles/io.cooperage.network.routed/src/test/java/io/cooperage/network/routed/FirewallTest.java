package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.node.HostChange;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.nftables.Nftables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallTest {
  private static final String A4 = "10.77.0.101";
  private static final String A6 = "fd77::101";

  private final ContainerId a = ContainerId.random();
  private TestHost host;
  private RoutedNetwork network;

  @BeforeEach
  void startHost() {
    Assumptions.assumeTrue(Nftables.available(), "libnftables1 is not installed");
    host = new TestHost();
    network = host.provider();
    host.start(a);
  }

  @AfterEach
  void stopHost() {
    network.close();
    host.close();
  }

  @Test
  void whatIsChangedOnTheHostIsRecorded() {
    network.attach(host.request(a, false, A4, A6));
    assertThat(host.changes())
        .extracting(change -> change.kind() + " " + change.key())
        .contains("nft-table cooperage_test", "sysctl net.ipv4.ip_forward")
        .contains("sysctl net.ipv6.conf.all.forwarding");
    host.run(
        () -> {
          FirewallRestorer restorer = new FirewallRestorer();
          host.changes().stream()
              .filter(change -> change.kind().equals(restorer.kind()))
              .forEach(
                  change -> {
                    restorer.restore(change);
                    restorer.restore(change);
                  });
          return null;
        });
  }

  // libnftables waits by select(2), which ends the process above 1,023.
  @Test
  void rulesAreMadeHoweverManyFilesAreOpen() {
    List<OwnedFd> open = new ArrayList<>();
    try {
      for (int i = 0; i < 1100; i++) {
        open.add(OpenCalls.open(Path.of("/dev/null")));
      }
      network.attach(host.request(a, false, A4));
      host.run(
          () -> {
            assertThat(Nftables.rules(host.nftTable())).isPresent();
            return null;
          });
    } finally {
      open.forEach(OwnedFd::close);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flush ruleset",
        "flush table inet %s",
        "flush chain inet %s to_host",
        "flush chain inet %s leaving",
        "add chain inet %s arriving { policy drop; }"
      })
  void rulesThatAnotherProgramFlushedAwayComeBack(String flush) {
    network.attach(host.request(a, false, A4));
    host.run(
        () -> {
          List<String> rules = Nftables.rules(host.nftTable()).orElseThrow();
          Nftables.run(flush.formatted(host.nftTable()));
          assertThat(Nftables.rules(host.nftTable())).isNotEqualTo(Optional.of(rules));
          network.heal();
          assertThat(Nftables.rules(host.nftTable())).contains(rules);
          return null;
        });
  }

  @Test
  void aTableThatTheNodeTookBackStaysAwayUntilTheNextCt() {
    network.attach(host.request(a, false, A4));
    host.run(
        () -> {
          Nftables.remove(host.nftTable());
          host.forget(Firewall.CHANGE_KIND, host.nftTable());
          network.heal();
          assertThat(Nftables.rules(host.nftTable())).isEmpty();
          network.attach(host.request(a, false, A4));
          assertThat(Nftables.rules(host.nftTable())).isPresent();
          return null;
        });
    assertThat(host.changes()).extracting(HostChange::kind).contains(Firewall.CHANGE_KIND);
  }

  @Test
  void aRuleThatNftRefusesIsToldInItsWords() {
    host.run(
        () -> {
          assertThatExceptionOfType(ContainerException.class)
              .isThrownBy(() -> Nftables.run("add table nonsense x"))
              .withMessageContaining("syntax error");
          return null;
        });
  }

  @Test
  void theProbeFindsTheLibrary() {
    RoutedProbe probe = new RoutedProbe();
    assertThat(probe.features()).containsEntry("network.nftables", "yes");
    assertThat(probe.findings()).singleElement().satisfies(f -> assertThat(f.cost()).isEmpty());
  }
}
