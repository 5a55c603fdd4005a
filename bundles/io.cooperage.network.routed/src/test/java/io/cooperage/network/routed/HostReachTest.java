package io.cooperage.network.routed;

import static io.cooperage.network.routed.Datagrams.PORT;
import static io.cooperage.network.routed.Datagrams.receive;
import static io.cooperage.network.routed.Datagrams.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.MacAddress;
import io.cooperage.linux.net.NeighbourRequests;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkSysctls;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.Route;
import io.cooperage.linux.net.RouteRequests;
import io.cooperage.linux.net.VethPair;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import io.cooperage.spi.network.Attachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a CT reaches on the host itself, and how much of the host's connection table it takes. */
class HostReachTest {
  private static final String A4 = "10.77.0.101";
  private static final String B4 = "10.77.0.102";
  private static final String A6 = "fd77::101";
  private static final String UPLINK4 = "192.0.2.1";
  private static final String UPLINK6 = "fd99::1";
  private static final String BEYOND = "192.0.2.2";
  private static final int OPEN = 4001;
  private static final int MILLIS = 700;

  private final ContainerId a = ContainerId.random();
  private TestHost host;
  private RoutedNetwork network;

  @BeforeEach
  void startHost() {
    Assumptions.assumeTrue(Nftables.available(), "libnftables1 is not installed");
    host = new TestHost();
    host.start(a);
    host.socket().apply(LinkRequests.create(VethPair.named("uplink", "far")));
    int uplink = host.view().link("uplink").orElseThrow().index();
    int far = host.view().link("far").orElseThrow().index();
    host.socket()
        .apply(
            AddressRequests.add(uplink, IpPrefix.parse(UPLINK4 + "/24")),
            AddressRequests.add(uplink, IpPrefix.parse(UPLINK6 + "/64")),
            LinkRequests.up(uplink),
            LinkRequests.up(far),
            // What waits for a neighbour's address stays tracked.
            NeighbourRequests.permanent(
                uplink, IpPrefix.parse(BEYOND).address(), MacAddress.parse("02:00:00:00:00:02")));
  }

  @AfterEach
  void stopHost() {
    network.close();
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {UPLINK4, UPLINK6, "169.254.1.1"})
  void onlyListedPortsOfTheHostAnswerAContainer(String address) throws IOException {
    network = host.provider("tcp/" + OPEN, 0, 0);
    network.attach(host.request(a, false, A4, A6));
    try (ServerSocket shut = listen(host.namespace(), PORT);
        ServerSocket open = listen(host.namespace(), OPEN);
        DatagramChannel datagrams = TestHost.bind(host.namespace(), address, PORT);
        DatagramChannel own = TestHost.bind(host.namespace(a), own(address), 0)) {
      assertThat(connects(host.namespace(a), address, open.getLocalPort())).isTrue();
      assertThat(connects(host.namespace(a), address, shut.getLocalPort())).isFalse();
      send(own, address, "unasked");
      datagrams.configureBlocking(false);
      assertThat(connects(host.namespace(a), address, shut.getLocalPort())).isFalse();
      assertThat(datagrams.receive(ByteBuffer.allocate(100))).isNull();
    }
  }

  @Test
  void theHostReachesAContainerAndIsAnsweredAndCanBePinged() throws IOException {
    network = host.provider();
    network.attach(host.request(a, false, A4, A6));
    try (ServerSocket inside = listen(host.namespace(a), PORT)) {
      assertThat(connects(host.namespace(), A4, inside.getLocalPort())).isTrue();
      assertThat(connects(host.namespace(), A6, PORT)).isTrue();
    }
    try (DatagramChannel asking = TestHost.bind(host.namespace(), UPLINK4, PORT);
        DatagramChannel inside = TestHost.bind(host.namespace(a), A4, PORT)) {
      send(asking, A4, "question");
      receive(inside, "question");
      send(inside, UPLINK4, "answer");
      assertThat(receive(asking, "answer")).isEqualTo(A4);
    }
    assertThat(pings(UPLINK4)).isTrue();
    assertThat(pings(UPLINK6)).isTrue();
  }

  @Test
  void oneContainerCannotFillTheHostsConnectionTable() throws IOException {
    network = host.provider("", 500, 100_000);
    network.attach(host.request(a, false, A4));
    ContainerId b = host.start(ContainerId.random());
    network.attach(host.request(b, false, B4));
    flood();
    assertThat(tracked()).isBetween(400, 600);
    try (ServerSocket inside = listen(host.namespace(b), PORT)) {
      assertThat(connects(host.namespace(), B4, inside.getLocalPort())).isTrue();
      assertThat(connects(host.namespace(a), B4, PORT)).as("a CT that holds its share").isFalse();
    }
  }

  @Test
  void newConnectionsOfAContainerComeNoFasterThanTheirRate() throws IOException {
    network = host.provider("", 100_000, 10);
    network.attach(host.request(a, false, A4));
    flood();
    assertThat(tracked()).isBetween(50, 1000);
  }

  @Test
  void aFlowThatNobodyAnswersTakesNoShareOfNewConnections() throws IOException {
    network = host.provider("", 0, 273);
    network.attach(host.request(a, false, A4));
    ContainerId b = host.start(ContainerId.random());
    network.attach(host.request(b, false, B4));
    InetSocketAddress sink = new InetSocketAddress(IpPrefix.parse(BEYOND).address(), PORT);
    try (DatagramChannel flow = TestHost.bind(host.namespace(a), A4, 0);
        ServerSocket inside = listen(host.namespace(b), PORT)) {
      for (int round = 0; round < 20; round++) {
        for (int packet = 0; packet < 1000; packet++) {
          flow.send(ByteBuffer.wrap(new byte[1]), sink);
        }
        assertThat(connects(host.namespace(a), B4, inside.getLocalPort())).isTrue();
      }
    }
  }

  @Test
  void aRestartGivesAContainerNoFurtherShareAndLeavesNothingTracked() throws IOException {
    network = host.provider("", 100_000, 5);
    List<Attachment> present = network.attach(host.request(a, false, A4));
    flood();
    assertThat(tracked()).isBetween(40, 1000);
    network.detach(a, present);
    assertThat(tracked()).isZero();
    host.start(a);
    network.attach(host.request(a, false, A4));
    flood();
    assertThat(tracked()).as("without a second burst of 50").isLessThan(45);
  }

  @Test
  void whatWasTrackedOfAnAddressEndsWhenItIsTakenAway() throws IOException {
    network = host.provider();
    List<Attachment> present = network.attach(host.request(a, false, A4, "10.77.0.103"));
    ContainerId b = host.start(ContainerId.random());
    network.attach(host.request(b, false, B4));
    try (DatagramChannel leaving = TestHost.bind(host.namespace(a), "10.77.0.103", 0);
        DatagramChannel asking = TestHost.bind(host.namespace(b), B4, 0);
        DatagramChannel staying = TestHost.bind(host.namespace(a), A4, 0)) {
      send(leaving, BEYOND, "opened by it");
      send(asking, "10.77.0.103", "opened to it");
      send(staying, BEYOND, "of another address");
      assertThat(tracked()).isEqualTo(3);
      network.update(host.request(a, false, A4), present);
      assertThat(tracked()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"'',false", "tcp/4003,true"})
  void aPortThatTheHostHandsOnIsTheHostsToo(String ports, boolean open) throws IOException {
    network = host.provider(ports, 0, 0);
    network.attach(host.request(a, false, A4));
    ContainerId b = host.start(ContainerId.random());
    network.attach(host.request(b, false, B4));
    host.run(
        () -> {
          Nftables.run(
              """
              table ip published {
                chain arriving {
                  type nat hook prerouting priority dstnat;
                  ip daddr %s tcp dport 4003 dnat to %s:%d
                }
              }
              """
                  .formatted(UPLINK4, B4, PORT));
          return null;
        });
    try (ServerSocket inside = listen(host.namespace(b), PORT)) {
      assertThat(connects(host.namespace(a), B4, inside.getLocalPort())).isTrue();
      assertThat(connects(host.namespace(a), UPLINK4, 4003)).isEqualTo(open);
    }
  }

  @ParameterizedTest
  @CsvSource({"169.254.169.254," + A4, "fd00:ec2::254," + A6})
  void whatAProviderTellsItsHostsIsNotForContainers(String metadata, String own)
      throws IOException {
    network = host.provider();
    network.attach(host.request(a, false, A4, A6));
    ContainerId provider = host.start(ContainerId.random());
    connect(provider);
    try (ServerSocket inside = listen(host.namespace(provider), PORT);
        DatagramChannel listed = TestHost.bind(host.namespace(provider), metadata, 4002);
        DatagramChannel from = TestHost.bind(host.namespace(a), own, 0)) {
      // A device that has just come up may lose the first packets.
      assertThat(IntStream.range(0, 10))
          .anyMatch(i -> connects(host.namespace(), metadata, inside.getLocalPort()));
      assertThat(connects(host.namespace(a), metadata, inside.getLocalPort())).isFalse();
      InetSocketAddress there = new InetSocketAddress(IpPrefix.parse(metadata).address(), 4002);
      from.send(ByteBuffer.wrap("listed".getBytes(StandardCharsets.UTF_8)), there);
      assertThat(receive(listed, "listed")).isEqualTo(own);
    }
  }

  @Test
  void badPortsAndLimitsAreNamedTogether() {
    network = host.provider();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostPorts("hostPorts", "udp/53 tcp/0 sctp/1, tcp/20-10 tcp/70000"))
        .withMessageContaining("'tcp/0', 'sctp/1', 'tcp/20-10', 'tcp/70000'");
    assertThat(new HostPorts("hostPorts", "udp/53,tcp/8000-8010").rules())
        .contains("udp dport 53 accept", "tcp dport 8000-8010 accept");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConnectionLimits(-1, 0))
        .withMessageContaining("connections '-1'");
  }

  /** A provider's server, behind a device that is not a CT's. */
  private void connect(ContainerId provider) {
    OwnedFd inside = host.namespace(provider);
    host.socket().apply(LinkRequests.create(VethPair.named("cloud", "eth0").peerIn(inside)));
    addresses(host.socket(), "cloud", "169.254.0.1/16", "fd00:ec2::1/64");
    try (NetlinkSocket guest = NetlinkSocket.openIn(inside)) {
      int index = addresses(guest, "eth0", "169.254.169.254/16", "fd00:ec2::254/64");
      guest.apply(
          RouteRequests.replace(
              Route.onLink(IpPrefix.parse("10.77.0.0/16"), index, Route.STATIC)
                  .via(IpPrefix.parse("169.254.0.1").address())),
          RouteRequests.replace(
              Route.onLink(IpPrefix.parse("fd77::/16"), index, Route.STATIC)
                  .via(IpPrefix.parse("fd00:ec2::1").address())));
    }
    Settling.await(() -> host.view().link("cloud").orElseThrow().operational());
  }

  private static int addresses(NetlinkSocket socket, String device, String ipv4, String ipv6) {
    int index = new NetworkView(socket).link(device).orElseThrow().index();
    socket.apply(
        AddressRequests.add(index, IpPrefix.parse(ipv4)),
        AddressRequests.add(index, IpPrefix.parse(ipv6)),
        LinkRequests.up(index));
    return index;
  }

  /** Opens 20,000 flows that nobody answers. */
  private void flood() throws IOException {
    try (DatagramChannel flood = TestHost.bind(host.namespace(a), A4, 0)) {
      for (int port = 1; port <= 20_000; port++) {
        flood.send(
            ByteBuffer.wrap(new byte[1]),
            new InetSocketAddress(IpPrefix.parse(BEYOND).address(), port));
      }
    }
  }

  private int tracked() {
    return Integer.parseInt(
        NetworkSysctls.readIn(host.namespace(), "netfilter/nf_conntrack_count"));
  }

  /** By an ICMP echo request, for this process is root. */
  private boolean pings(String address) {
    return NamespaceThread.callIn(
        host.namespace(a),
        NamespaceKind.NETWORK,
        () -> {
          try {
            return IpPrefix.parse(address).address().isReachable(5000);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String own(String address) {
    return address.contains(":") ? A6 : A4;
  }

  private static ServerSocket listen(OwnedFd namespace, int port) {
    return NamespaceThread.callIn(
        namespace,
        NamespaceKind.NETWORK,
        () -> {
          try {
            return new ServerSocket(port);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static boolean connects(OwnedFd namespace, String address, int port) {
    InetAddress ip = IpPrefix.parse(address).address();
    return NamespaceThread.callIn(
        namespace,
        NamespaceKind.NETWORK,
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ip, port), MILLIS);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }
}
