package io.cooperage.network.routed;

import static io.cooperage.network.routed.Datagrams.PORT;
import static io.cooperage.network.routed.Datagrams.receive;
import static io.cooperage.network.routed.Datagrams.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkNamespaces;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.Route;
import io.cooperage.linux.net.RouteRequests;
import io.cooperage.linux.net.VethPair;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.network.Attachment;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutedTrafficTest {
  private static final String A4 = "10.77.0.101";
  private static final String B4 = "10.77.0.102";
  private static final String A6 = "fd77::101";
  private static final String B6 = "fd77::102";

  private final ContainerId a = ContainerId.random();
  private final ContainerId b = ContainerId.random();
  private TestHost host;
  private RoutedNetwork network;

  @BeforeEach
  void startHost() {
    Assumptions.assumeTrue(Nftables.available(), "libnftables1 is not installed");
    host = new TestHost();
    network = host.provider();
    host.start(a);
    host.start(b);
  }

  @AfterEach
  void stopHost() {
    network.close();
    host.close();
  }

  @ParameterizedTest
  @CsvSource({A4 + "," + B4, A6 + "," + B6})
  void containersReachEachOther(String from, String to) throws IOException {
    network.attach(host.request(a, false, A4, A6));
    network.attach(host.request(b, false, B4, B6));
    try (DatagramChannel left = TestHost.bind(host.namespace(a), from, 0);
        DatagramChannel right = TestHost.bind(host.namespace(b), to, PORT)) {
      send(left, to, "hello");
      assertThat(receive(right, "hello")).isEqualTo(from);
    }
  }

  @ParameterizedTest
  @CsvSource({A4 + "," + B4 + ",10.77.0.66", A6 + "," + B6 + ",fd77::66"})
  void packetsFromAForeignAddressAreDropped(String own, String to, String foreign)
      throws IOException {
    network.attach(host.request(a, false, A4, A6));
    network.attach(host.request(b, false, B4, B6));
    try (NetlinkSocket inside = NetlinkSocket.openIn(host.namespace(a))) {
      int eth0 = new NetworkView(inside).link("eth0").orElseThrow().index();
      inside.apply(AddressRequests.add(eth0, IpPrefix.parse(foreign)));
    }
    try (DatagramChannel spoofing = TestHost.bind(host.namespace(a), foreign, 0);
        DatagramChannel honest = TestHost.bind(host.namespace(a), own, 0);
        DatagramChannel right = TestHost.bind(host.namespace(b), to, PORT)) {
      send(spoofing, to, "forged");
      send(honest, to, "mine");
      // Both take the same way, so the forged one would have come first.
      assertThat(receive(right, "mine")).isEqualTo(own);
    }
  }

  @Test
  void translationIsForThoseThatAskForItAndOnlyToOtherHosts() throws IOException {
    try (OwnedFd world = world()) {
      List<Attachment> stored = network.attach(host.request(a, true, A4));
      network.attach(host.request(b, false, B4));
      try (DatagramChannel left = TestHost.bind(host.namespace(a), A4, 0);
          DatagramChannel neighbour = TestHost.bind(host.namespace(b), B4, PORT);
          DatagramChannel far = TestHost.bind(world, "192.0.2.2", PORT)) {
        send(left, "192.0.2.2", "out");
        assertThat(receive(far, "out")).isEqualTo("192.0.2.1");
        send(left, B4, "within");
        assertThat(receive(neighbour, "within")).isEqualTo(A4);
      }
      network.update(host.request(a, false, A4), stored);
      try (DatagramChannel left = TestHost.bind(host.namespace(a), A4, 0);
          DatagramChannel far = TestHost.bind(world, "192.0.2.2", PORT)) {
        send(left, "192.0.2.2", "plain");
        assertThat(receive(far, "plain")).isEqualTo(A4);
      }
    }
  }

  private OwnedFd world() {
    OwnedFd world = NetworkNamespaces.create();
    try (NetlinkSocket far = NetlinkSocket.openIn(world)) {
      host.socket().apply(LinkRequests.create(VethPair.named("uplink", "eth0").peerIn(world)));
      int near = host.view().link("uplink").orElseThrow().index();
      host.socket()
          .apply(AddressRequests.add(near, IpPrefix.parse("192.0.2.1/24")), LinkRequests.up(near));
      int eth0 = new NetworkView(far).link("eth0").orElseThrow().index();
      far.apply(
          AddressRequests.add(eth0, IpPrefix.parse("192.0.2.2/24")),
          LinkRequests.up(eth0),
          RouteRequests.add(
              Route.onLink(IpPrefix.parse("10.77.0.0/16"), eth0, Route.STATIC)
                  .via(IpPrefix.parse("192.0.2.1").address())));
      return world;
    }
  }
}
