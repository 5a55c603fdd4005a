package io.cooperage.firewall.nftables;

import static io.cooperage.firewall.nftables.TestNode.connects;
import static io.cooperage.firewall.nftables.TestNode.listen;
import static io.cooperage.firewall.nftables.TestNode.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.firewall.FirewallCount;
import io.cooperage.firewall.nftables.TestNode.TestContainer;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections through the rules, between two CTs and the host. */
class FirewallTrafficTest {
  private static final int WEB = 4080;
  private static final int SSH = 4022;

  private TestNode node;
  private NftFirewall firewall;
  private TestContainer a;
  private TestContainer b;

  @BeforeEach
  void startNode() {
    node = new TestNode();
    firewall = node.firewall();
    a = node.start();
    b = node.start();
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Test
  void whatThePolicyDropsIsLetInByARuleAndRepliesNeedNone() throws IOException {
    firewall.apply(a.cell(), values("drop", "accept", "in accept tcp port " + WEB));
    try (ServerSocket web = listen(a.namespace(), WEB);
        ServerSocket ssh = listen(a.namespace(), SSH);
        ServerSocket other = listen(b.namespace(), SSH);
        ServerSocket host = listen(node.namespace(), SSH)) {
      assertThat(connects(b.namespace(), a.address(), web)).isTrue();
      assertThat(connects(b.namespace(), a.address6(), web)).isTrue();
      assertThat(connects(node.namespace(), a.address(), web)).isTrue();
      assertThat(connects(b.namespace(), a.address(), ssh)).isFalse();
      assertThat(connects(b.namespace(), a.address6(), ssh)).isFalse();
      assertThat(connects(node.namespace(), a.address(), ssh)).isFalse();
      assertThat(connects(a.namespace(), b.address(), other)).as("its own connections").isTrue();
      assertThat(connects(a.namespace(), b.address6(), other)).isTrue();
      assertThat(connects(a.namespace(), a.hostAddress(), host)).isTrue();
    }
    assertThat(firewall.counts(a.cell().id()))
        .extracting(FirewallCount::parameter)
        .containsExactly("firewall", "firewall_in", "firewall_out");
    assertThat(firewall.counts(a.cell().id()))
        .allSatisfy(count -> assertThat(count.packets()).isPositive());
    assertThat(firewall.counts(b.cell().id())).isEmpty();
  }

  @Test
  void theFirstRuleThatFitsDecidesForWhatLeaves() throws IOException {
    firewall.apply(
        a.cell(),
        values(
            "accept",
            "drop",
            "out drop tcp to " + b.address() + " port " + SSH,
            "out accept tcp to 10.79.0.0/16 port " + SSH + "-" + WEB,
            "out reject tcp to fd79::/16"));
    try (ServerSocket web = listen(b.namespace(), WEB);
        ServerSocket ssh = listen(b.namespace(), SSH);
        ServerSocket inside = listen(a.namespace(), SSH)) {
      assertThat(connects(a.namespace(), b.address(), web)).isTrue();
      assertThat(connects(a.namespace(), b.address(), ssh)).isFalse();
      assertThat(connects(a.namespace(), b.address6(), web)).isFalse();
      assertThat(connects(b.namespace(), a.address(), inside)).as("to it").isTrue();
      assertThat(connects(b.namespace(), a.address6(), inside)).isTrue();
    }
  }

  @Test
  void aChangeKeepsOpenConnectionsAndCountersOfRulesThatStay() throws IOException {
    String rule = "in accept tcp from " + b.hostAddress() + "/24 port " + SSH + "," + WEB;
    firewall.apply(a.cell(), values("drop", "accept", rule));
    try (ServerSocket web = listen(a.namespace(), WEB)) {
      assertThat(connects(b.namespace(), a.address(), web)).isTrue();
      long before = packets();
      firewall.apply(a.cell(), values("drop", "drop", rule, "in drop udp"));
      assertThat(packets()).isEqualTo(before).isPositive();
    }
    try (ServerSocket server = listen(a.namespace(), SSH);
        Socket client = open(server);
        Socket accepted = server.accept()) {
      firewall.apply(a.cell(), values("drop", "drop"));
      client.getOutputStream().write(7);
      assertThat(accepted.getInputStream().read()).isEqualTo(7);
      accepted.getOutputStream().write(8);
      assertThat(client.getInputStream().read()).isEqualTo(8);
      assertThat(connects(b.namespace(), a.address(), server)).isFalse();
    }
  }

  @Test
  void aNeighbourWithoutRulesIsUntouchedAndAReleasedContainerIsFree() throws IOException {
    firewall.apply(a.cell(), values("drop", "drop"));
    TestContainer c = node.start();
    try (ServerSocket server = listen(c.namespace(), WEB);
        ServerSocket inside = listen(a.namespace(), WEB)) {
      assertThat(connects(b.namespace(), c.address(), server)).isTrue();
      assertThat(connects(b.namespace(), a.address(), inside)).isFalse();
      firewall.release(a.cell());
      assertThat(connects(b.namespace(), a.address(), inside)).isTrue();
    }
  }

  private Socket open(ServerSocket server) {
    return NamespaceThread.callIn(
        b.namespace(),
        NamespaceKind.NETWORK,
        () -> {
          try {
            Socket client = new Socket();
            client.connect(new InetSocketAddress(a.address(), server.getLocalPort()), 20_000);
            client.setSoTimeout(20_000);
            return client;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private long packets() {
    return firewall.counts(a.cell().id()).get(0).packets();
  }
}
