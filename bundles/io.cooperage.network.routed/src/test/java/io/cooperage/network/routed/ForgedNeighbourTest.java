package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.MacAddress;
import io.cooperage.linux.net.VethPair;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import io.cooperage.testing.cgroup.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The host's neighbour tables are one for all CTs and hold some 1,000 entries: a CT that could fill
 * them with addresses of its invention would cut the others off.
 */
class ForgedNeighbourTest {
  private static final int FORGED = 200;
  private static final InetAddress GATEWAY4 = Wiring.GATEWAY4.address();
  private static final InetAddress GATEWAY6 = Wiring.GATEWAY6.address();
  private static final byte[] ALL_NODES = HexFormat.of().parseHex("ffffffffffff");

  private final ContainerId a = ContainerId.random();
  private TestHost host;
  private RoutedNetwork network;
  private RawLink link;
  private byte[] mac;

  @BeforeEach
  void connect() {
    Assumptions.assumeTrue(Nftables.available(), "libnftables1 is not installed");
    host = new TestHost();
    network = host.provider();
    host.start(a);
    network.attach(host.request(a, false, "10.77.0.101", "fd77::101"));
    try (GuestSide guest = GuestSide.open(host.namespace(a))) {
      link = RawLink.open(host.namespace(a), guest.device().orElseThrow().index());
    }
    mac = HexFormat.ofDelimiter(":").parseHex(MacAddress.of(a.uuid()).toString());
  }

  @AfterEach
  void disconnect() {
    link.close();
    network.close();
    host.close();
  }

  @Test
  void requestsAndAnswersFromForeignAddressesLeaveNoEntry() {
    long before = receivedInside();
    for (int i = 1; i <= FORGED; i++) {
      InetAddress foreign = IpPrefix.parse("10.99.0." + i).address();
      link.send(arp(1, foreign));
      link.send(arp(2, foreign));
    }
    link.send(arp(1, IpPrefix.parse("10.77.0.101").address()));
    settled(() -> receivedInside() > before);
    assertThat(neighbours("-4")).contains("10.77.0.101").doesNotContain("10.99.");
  }

  @Test
  void onlyTheGatewayAnswersAndNoOtherAddressOfTheHost() {
    host.socket().apply(LinkRequests.create(VethPair.named("uplink", "far")));
    int uplink = host.view().link("uplink").orElseThrow().index();
    host.socket()
        .apply(
            AddressRequests.add(uplink, IpPrefix.parse("192.0.2.1/24")), LinkRequests.up(uplink));
    InetAddress own = IpPrefix.parse("10.77.0.101").address();
    link.send(arp(1, own, IpPrefix.parse("192.0.2.1").address()));
    link.send(arp(1, own, GATEWAY4));
    // Answers come in the order of the requests; the sender's address follows its hardware address.
    assertThat(Arrays.copyOfRange(link.receive(), 28, 32)).isEqualTo(GATEWAY4.getAddress());
  }

  @Test
  void solicitationsFromForeignAddressesLeaveNoEntry() {
    for (int i = 1; i <= FORGED; i++) {
      link.send(solicitation(IpPrefix.parse("fe80::99:" + i).address()));
      link.send(solicitation(IpPrefix.parse("fd99::" + i).address()));
    }
    link.send(solicitation(Wiring.GUEST6.address()));
    settled(() -> neighbours("-6").contains("fe80::2 "));
    assertThat(neighbours("-6"))
        .contains("fe80::2 ")
        .doesNotContain("fe80::99")
        .doesNotContain("fd99");
  }

  @Test
  void framesOfAForeignHardwareAddressChangeNoNeighbour() {
    ContainerId b = host.start(ContainerId.random());
    network.attach(host.request(b, false, "10.77.0.102", "fd77::102"));
    String before = neighbours("-4");
    byte[] honest = mac;
    long seen = receivedInside();
    mac = HexFormat.of().parseHex("02deadbeef01");
    link.send(arp(1, IpPrefix.parse("10.77.0.101").address()));
    link.send(arp(2, IpPrefix.parse("10.77.0.101").address()));
    // A gratuitous answer for the neighbour's address, to everybody.
    InetAddress neighbour = IpPrefix.parse("10.77.0.102").address();
    link.send(arp(2, neighbour, neighbour));
    mac = honest;
    link.send(arp(1, IpPrefix.parse("10.77.0.101").address()));
    settled(() -> receivedInside() > seen);
    assertThat(neighbours("-4")).isEqualTo(before).doesNotContain("de:ad:be:ef");
  }

  @Test
  void advertisementsAndRedirectsChangeNeitherTheHostNorANeighbour() {
    ContainerId b = host.start(ContainerId.random());
    network.attach(host.request(b, false, "10.77.0.102", "fd77::102"));
    String before = routes(host.namespace()) + routes(host.namespace(b));
    InetAddress allNodes = IpPrefix.parse("ff02::1").address();
    InetAddress other = IpPrefix.parse("fd77::102").address();
    for (InetAddress sender : List.of(Wiring.GUEST6.address(), GATEWAY6)) {
      for (InetAddress target : List.of(allNodes, GATEWAY6, other)) {
        link.send(message(134, sender, target, routerAdvertisement()));
        link.send(message(137, sender, target, redirect(other)));
        link.send(message(136, sender, target, advertisement(other)));
      }
    }
    link.send(solicitation(Wiring.GUEST6.address()));
    settled(() -> neighbours("-6").contains("fe80::2 "));
    assertThat(routes(host.namespace()) + routes(host.namespace(b))).isEqualTo(before);
    assertThat(neighbours("-6")).doesNotContain("dead:beef").contains("fd77::102");
    assertThat(neighbours("-6").lines().filter(l -> l.startsWith("fd77::102")))
        .singleElement()
        .satisfies(l -> assertThat(l).doesNotContain(MacAddress.of(a.uuid()).toString()));
  }

  /** The honest frame comes last: what it brings about shows that those before were judged. */
  private static void settled(BooleanSupplier honest) {
    Eventually.holds("the honest frame is seen", Duration.ofSeconds(20), honest);
  }

  private long receivedInside() {
    try (GuestSide guest = GuestSide.open(host.namespace(a))) {
      return guest.device().orElseThrow().traffic().receivedPackets();
    }
  }

  private String neighbours(String family) {
    return ip(host.namespace(), family, "neigh");
  }

  private static String routes(OwnedFd namespace) {
    return ip(namespace, "-6", "route") + ip(namespace, "-6", "address").replaceAll("_lft.*", "");
  }

  private static String ip(OwnedFd namespace, String... words) {
    return NamespaceThread.callIn(
        namespace,
        NamespaceKind.NETWORK,
        () -> {
          try {
            List<String> command = new ArrayList<>(List.of("ip"));
            command.addAll(List.of(words));
            Process ip = new ProcessBuilder(command).start();
            return new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private ByteBuffer arp(int operation, InetAddress sender) {
    return arp(operation, sender, GATEWAY4);
  }

  private ByteBuffer arp(int operation, InetAddress sender, InetAddress target) {
    return ByteBuffer.allocate(42)
        .put(ALL_NODES)
        .put(mac)
        .putShort((short) 0x0806)
        .putShort((short) 1)
        .putShort((short) 0x0800)
        .put((byte) 6)
        .put((byte) 4)
        .putShort((short) operation)
        .put(mac)
        .put(sender.getAddress())
        .put(new byte[6])
        .put(target.getAddress())
        .flip();
  }

  private ByteBuffer solicitation(InetAddress sender) {
    ByteBuffer rest =
        ByteBuffer.allocate(28).putInt(0).put(GATEWAY6.getAddress()).put(hardware(1)).flip();
    return message(135, sender, IpPrefix.parse("ff02::1:ff00:1").address(), rest);
  }

  /** Says that a neighbour's address is here: override flag, target, target's hardware address. */
  private ByteBuffer advertisement(InetAddress target) {
    return ByteBuffer.allocate(28)
        .putInt(0x20000000)
        .put(target.getAddress())
        .put(hardware(2))
        .flip();
  }

  /** Says that this is a router for half an hour, of the network fd00:dead:beef::/64. */
  private ByteBuffer routerAdvertisement() {
    return ByteBuffer.allocate(12 + 32)
        .put((byte) 64)
        .put((byte) 0)
        .putShort((short) 1800)
        .putLong(0)
        .put((byte) 3)
        .put((byte) 4)
        .put((byte) 64)
        .put((byte) 0xc0)
        .putInt(3600)
        .putInt(3600)
        .putInt(0)
        .put(IpPrefix.parse("fd00:dead:beef::").address().getAddress())
        .flip();
  }

  /** Says that a destination is better reached by this CT. */
  private static ByteBuffer redirect(InetAddress destination) {
    return ByteBuffer.allocate(36)
        .putInt(0)
        .put(Wiring.GUEST6.address().getAddress())
        .put(destination.getAddress())
        .flip();
  }

  private byte[] hardware(int option) {
    return ByteBuffer.allocate(8).put((byte) option).put((byte) 1).put(mac).array();
  }

  private ByteBuffer message(int type, InetAddress sender, InetAddress target, ByteBuffer rest) {
    int size = 4 + rest.remaining();
    ByteBuffer body =
        ByteBuffer.allocate(size)
            .putShort((short) (type << 8))
            .putShort((short) 0)
            .put(rest)
            .flip();
    ByteBuffer pseudo =
        ByteBuffer.allocate(40 + size)
            .put(sender.getAddress())
            .put(target.getAddress())
            .putInt(size)
            .putInt(58)
            .put(body.duplicate())
            .flip();
    body.putShort(2, checksum(pseudo));
    byte[] frameTarget = target.isMulticastAddress() ? multicast(target) : hostMac();
    return ByteBuffer.allocate(14 + 40 + size)
        .put(frameTarget)
        .put(mac)
        .putShort((short) 0x86dd)
        .putInt(6 << 28)
        .putShort((short) size)
        .put((byte) 58)
        .put((byte) 255)
        .put(sender.getAddress())
        .put(target.getAddress())
        .put(body)
        .flip();
  }

  private static byte[] multicast(InetAddress group) {
    return ByteBuffer.allocate(6).putShort((short) 0x3333).put(group.getAddress(), 12, 4).array();
  }

  private byte[] hostMac() {
    String text =
        host.view().link(Wiring.hostDevice(a, host.vethPrefix())).orElseThrow().mac().toString();
    return HexFormat.ofDelimiter(":").parseHex(text);
  }

  private static short checksum(ByteBuffer bytes) {
    long sum = 0;
    while (bytes.hasRemaining()) {
      sum += Short.toUnsignedInt(bytes.getShort());
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }
}
