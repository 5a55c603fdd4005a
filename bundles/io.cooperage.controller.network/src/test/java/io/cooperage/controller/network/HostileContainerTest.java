package io.cooperage.controller.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.HtbClassState;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.TrafficHook;
import io.cooperage.linux.net.TrafficRequests;
import io.cooperage.linux.net.TrafficView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a CT's root can do in its own namespace. */
@Timeout(60)
class HostileContainerTest {
  private TestNode node;
  private NetworkController controller;
  private TestNode.TestContainer container;

  @BeforeEach
  void startNode() {
    node = new TestNode();
    controller = node.controller("auto");
    container = node.start();
    controller.apply(container.cell(), Values.of("ratelimit", "10M", "ratelimitin", "10M"));
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private long passed() {
    return node.lane(Direction.OUT).classes().stream()
        .map(HtbClassState::traffic)
        .mapToLong(HtbClassState.Traffic::bytes)
        .sum();
  }

  @Test
  void theQueuesCannotBeSeenOrChangedFromWithin() {
    try (NetlinkSocket guest = NetlinkSocket.openIn(container.namespace())) {
      int eth0 = new NetworkView(guest).link("eth0").orElseThrow().index();
      assertThat(new NetworkView(guest).links())
          .extracting(l -> l.name())
          .containsOnly("lo", "eth0");
      guest.attempt(
          List.of(
              TrafficRequests.removeHooks(eth0),
              TrafficRequests.addHooks(eth0),
              TrafficRequests.removeHooks(eth0),
              LinkRequests.down(eth0),
              LinkRequests.mtu(eth0, 9000),
              LinkRequests.up(eth0)));
      assertThat(new TrafficView(guest).filtered(eth0, TrafficHook.INGRESS)).isFalse();
    }

    assertThat(controller.readBack(container.cell()).get(1).value()).isEqualTo("10M");
    assertThat(controller.readBack(container.cell()).get(3).value()).isEqualTo("10M");
  }

  @Test
  void moreAddressesOfBothFamiliesAndMoreConnectionsShareTheOneLimit() {
    try (NetlinkSocket guest = NetlinkSocket.openIn(container.namespace())) {
      int eth0 = new NetworkView(guest).link("eth0").orElseThrow().index();
      for (int i = 10; i < 20; i++) {
        guest.apply(AddressRequests.add(eth0, IpPrefix.parse("10.78.1." + i + "/24")));
        guest.apply(AddressRequests.add(eth0, IpPrefix.parse("fd78:1::" + i + "/64")));
      }
    }
    List<TcpFlow> flows = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        flows.add(
            TcpFlow.between(container.namespace(), node.namespace(), container.hostAddress()));
        flows.add(
            TcpFlow.between(container.namespace(), node.namespace(), container.hostAddress6()));
      }
      TcpFlow[] all = flows.toArray(new TcpFlow[0]);
      TcpFlow.settle(all);
      // Counted where it is held: a receiver that is short of CPU reads later what came before.
      long bytes = passed();
      long begin = System.nanoTime();
      TcpFlow.measure(Duration.ofSeconds(3), all);
      double megabits = (passed() - bytes) * 8e3 / (System.nanoTime() - begin);

      assertThat(megabits).isBetween(7.0, 10.8);
    } finally {
      flows.forEach(TcpFlow::close);
    }
  }

  @Test
  void whatIsNotIpPassesTheQueueAsWell() {
    long before = passed();

    // A device that goes down and up asks for its neighbours and routers again: ARP and ICMPv6.
    try (NetlinkSocket guest = NetlinkSocket.openIn(container.namespace())) {
      int eth0 = new NetworkView(guest).link("eth0").orElseThrow().index();
      guest.apply(LinkRequests.down(eth0), LinkRequests.up(eth0));
    }

    Eventually.holds(() -> passed() > before);
  }
}
