package io.cooperage.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Eventually;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two namespaces of the test's own stand for host and CT. */
class NetlinkSocketTest {
  /** The first index behind the loopback device's. */
  private static final int PEER = 2;

  private static final MacAddress HOST_MAC = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress PEER_MAC = MacAddress.of(new UUID(1, 2));
  private static final IpPrefix IPV4 = IpPrefix.parse("10.77.0.101");
  private static final IpPrefix IPV6 = IpPrefix.parse("fd77::101");
  private static final InetAddress GATEWAY = IpPrefix.parse("169.254.1.1").address();

  private OwnedFd hostNamespace;
  private OwnedFd peerNamespace;
  private NetlinkSocket host;
  private NetlinkSocket peer;

  @BeforeEach
  void makeNamespaces() {
    hostNamespace = NetworkNamespaces.create();
    peerNamespace = NetworkNamespaces.create();
    host = NetlinkSocket.openIn(hostNamespace);
    peer = NetlinkSocket.openIn(peerNamespace);
  }

  @AfterEach
  void letThemGo() {
    host.close();
    peer.close();
    hostNamespace.close();
    peerNamespace.close();
  }

  @Test
  void aNewNamespaceHoldsALoopbackDeviceThatIsDown() {
    assertThat(new NetworkView(host).links())
        .singleElement()
        .satisfies(
            lo -> {
              assertThat(lo.name()).isEqualTo("lo");
              assertThat(lo.up()).isFalse();
            });
  }

  @Test
  void aPairIsMadeInOneRequestWithItsPeerElsewhere() {
    host.apply(LinkRequests.create(pair()));
    Link near = new NetworkView(host).link("coop0").orElseThrow();
    Link far = new NetworkView(peer).link("eth0").orElseThrow();
    assertThat(near.mac()).isEqualTo(HOST_MAC);
    assertThat(near.peer()).isEqualTo(PEER);
    assertThat(far.mac()).isEqualTo(PEER_MAC);
    assertThat(far.index()).isEqualTo(PEER);
    assertThat(far.mtu()).isEqualTo(1400);
    assertThat(new NetworkView(host).link("eth0")).isEmpty();
    assertThat(new NetworkView(host).index("coop0")).hasValue(near.index());
    assertThat(new NetworkView(peer).index("eth0")).hasValue(far.index());
    assertThat(new NetworkView(host).index("eth0")).isEmpty();
    assertThat(new NetworkView(host).index("sixteen-letters-")).isEmpty();
  }

  @Test
  void theRoutedRecipeIsSetUpInOneBatchAtEachEnd() {
    connect();
    assertThat(new NetworkView(peer).addresses())
        .contains(new InterfaceAddress(PEER, IPV4), new InterfaceAddress(PEER, IPV6));
    assertThat(new NetworkView(peer).routes())
        .anySatisfy(
            route -> {
              assertThat(route.destination()).hasToString("0.0.0.0/0");
              assertThat(route.nextHop()).hasValue(GATEWAY);
            });
    int near = new NetworkView(host).link("coop0").orElseThrow().index();
    assertThat(new NetworkView(host).routes()).extracting(Route::destination).contains(IPV4, IPV6);
    host.apply(
        RouteRequests.remove(Route.onLink(IPV4, near, 99)),
        NeighbourRequests.remove(near, IPV4.address()));
    assertThat(new NetworkView(host).routes()).extracting(Route::destination).doesNotContain(IPV4);
    peer.apply(AddressRequests.remove(PEER, IPV4));
    assertThat(new NetworkView(peer).addresses()).doesNotContain(new InterfaceAddress(PEER, IPV4));
  }

  @Test
  void packetsAreCounted() throws IOException {
    connect();
    Eventually.holds(() -> new NetworkView(peer).link("eth0").orElseThrow().operational());
    InetSocketAddress gateway = new InetSocketAddress(GATEWAY, 9);
    try (DatagramChannel channel =
        NamespaceThread.callIn(peerNamespace, NamespaceKind.NETWORK, NetlinkSocketTest::udp)) {
      Link.Traffic before = new NetworkView(host).link("coop0").orElseThrow().traffic();
      channel.send(ByteBuffer.allocate(1000), gateway);
      Link.Traffic after = new NetworkView(host).link("coop0").orElseThrow().traffic();
      assertThat(after.receivedBytes() - before.receivedBytes()).isGreaterThanOrEqualTo(1000);
      assertThat(after.receivedPackets()).isGreaterThan(before.receivedPackets());
    }
  }

  @Test
  void aDeviceIsSwitchedWithoutTouchingProc() {
    host.apply(LinkRequests.create(pair().group(7)));
    int near = new NetworkView(host).link("coop0").orElseThrow().index();
    host.apply(
        LinkRequests.ipv4(
            near, Map.of(Ipv4Switch.RP_FILTER, true, Ipv4Switch.SEND_REDIRECTS, false)),
        LinkRequests.withoutLinkLocal(near),
        LinkRequests.group(near, 8),
        LinkRequests.up(near));
    assertThat(NetworkSysctls.readIn(hostNamespace, "ipv4/conf/coop0/rp_filter")).isEqualTo("1");
    assertThat(NetworkSysctls.readIn(hostNamespace, "ipv4/conf/coop0/send_redirects"))
        .isEqualTo("0");
    assertThat(NetworkSysctls.readIn(hostNamespace, "ipv6/conf/coop0/addr_gen_mode"))
        .isEqualTo("1");
    assertThat(new NetworkView(host).addresses()).isEmpty();
  }

  @Test
  void theRouteOfAnAddressIsLookedUp() {
    connect();
    NetworkView view = new NetworkView(host);
    int near = view.link("coop0").orElseThrow().index();
    assertThat(view.lookup(IPV4.address())).hasValue(new RouteLookup(32, near, false));
    assertThat(view.lookup(IPV6.address())).hasValue(new RouteLookup(128, near, false));
    assertThat(view.lookup(GATEWAY).orElseThrow().local()).isTrue();
    assertThat(view.lookup(IpPrefix.parse("192.0.2.1").address())).isEmpty();
    assertThat(view.lookup(IpPrefix.parse("2001:db8::1").address())).isEmpty();
  }

  @Test
  void repeatingABatchChangesNothing() {
    connect();
    List<Route> routes = new NetworkView(host).routes();
    configure();
    assertThat(new NetworkView(host).routes()).isEqualTo(routes);
  }

  @Test
  void aRefusalTellsTheRequestTheReasonAndTheKernelsWords() {
    host.apply(LinkRequests.create(pair()));
    assertThatExceptionOfType(NetlinkException.class)
        .isThrownBy(() -> host.apply(LinkRequests.create(pair())))
        .withMessageContaining("create veth coop0 with peer eth0")
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
    assertThatExceptionOfType(NetlinkException.class)
        .isThrownBy(() -> host.apply(LinkRequests.mtu(99_999, 1)))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    int index = new NetworkView(host).link("coop0").orElseThrow().index();
    assertThatExceptionOfType(NetlinkException.class)
        .isThrownBy(() -> host.apply(LinkRequests.mtu(index, 1)))
        .withMessageContaining("[mtu less than device minimum]");
  }

  @Test
  void allRefusalsOfABatchAreTold() {
    List<NetlinkSocket.Refusal> refusals =
        host.attempt(
            List.of(LinkRequests.up(77), LinkRequests.up("lo"), LinkRequests.delete("coop-none")));
    assertThat(refusals).hasSize(2).allMatch(refusal -> refusal.reason() == Errno.ENODEV);
    assertThat(new NetworkView(host).link("lo").orElseThrow().up()).isTrue();
  }

  @Test
  void aLargeBatchAndALongListGoThrough() {
    connect();
    int near = new NetworkView(host).link("coop0").orElseThrow().index();
    List<NetlinkRequest> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      IpPrefix destination = IpPrefix.parse("10.78." + i / 250 + "." + i % 250);
      many.add(RouteRequests.add(Route.onLink(destination, near, 99)));
    }
    host.apply(many);
    assertThat(new NetworkView(host).routes()).hasSizeGreaterThanOrEqualTo(2000);
  }

  @Test
  void devicesAreRenamedJoinedAndDeleted() {
    host.apply(LinkRequests.create(pair()), LinkRequests.createBridge("coopbr"));
    int near = new NetworkView(host).link("coop0").orElseThrow().index();
    int bridge = new NetworkView(host).link("coopbr").orElseThrow().index();
    host.apply(
        LinkRequests.rename(near, "coop-renamed"),
        LinkRequests.mac(near, PEER_MAC),
        LinkRequests.master(near, bridge),
        LinkRequests.up(near),
        LinkRequests.down(near));
    assertThat(new NetworkView(host).link("coop-renamed").orElseThrow().mac()).isEqualTo(PEER_MAC);
    host.apply(LinkRequests.delete(near), LinkRequests.delete("coopbr"));
    assertThat(new NetworkView(host).links()).hasSize(1);
    assertThat(new NetworkView(peer).links()).hasSize(1);
  }

  @Test
  void switchesBelongToTheirNamespace() {
    connect();
    NetworkSysctls.writeIn(
        hostNamespace, Map.of("ipv4/ip_forward", "1", "ipv4/conf/coop0/rp_filter", "1"));
    assertThat(NetworkSysctls.readIn(hostNamespace, "ipv4/ip_forward")).isEqualTo("1");
    assertThat(NetworkSysctls.readIn(peerNamespace, "ipv4/conf/eth0/rp_filter"))
        .isNotEqualTo(NetworkSysctls.readIn(hostNamespace, "ipv4/conf/coop0/rp_filter"));
  }

  private static DatagramChannel udp() {
    try {
      return DatagramChannel.open(StandardProtocolFamily.INET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() {
    host.apply(LinkRequests.create(pair()));
    configure();
  }

  private void configure() {
    int near = new NetworkView(host).link("coop0").orElseThrow().index();
    IpPrefix linkLocal = IpPrefix.parse("fe80::1/64");
    host.apply(
        AddressRequests.add(near, IpPrefix.host(GATEWAY)),
        AddressRequests.add(near, linkLocal),
        LinkRequests.up(near),
        RouteRequests.replace(Route.onLink(IPV4, near, 99)),
        RouteRequests.replace(Route.onLink(IPV6, near, 99)),
        NeighbourRequests.permanent(near, IPV4.address(), PEER_MAC));
    peer.apply(
        LinkRequests.up("lo"),
        AddressRequests.add(PEER, IPV4),
        AddressRequests.add(PEER, IPV6),
        LinkRequests.up(PEER),
        NeighbourRequests.permanent(PEER, GATEWAY, HOST_MAC),
        RouteRequests.replace(Route.onLink(IpPrefix.host(GATEWAY), PEER, Route.STATIC)),
        RouteRequests.replace(
            Route.onLink(IpPrefix.parse("0.0.0.0/0"), PEER, Route.STATIC).via(GATEWAY)),
        RouteRequests.replace(
            Route.onLink(IpPrefix.parse("::/0"), PEER, Route.STATIC).via(linkLocal.address())));
  }

  private VethPair pair() {
    return VethPair.named("coop0", "eth0").macs(HOST_MAC, PEER_MAC).peerIn(peerNamespace).mtu(1400);
  }
}
