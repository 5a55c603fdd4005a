package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.MacAddress;
import io.cooperage.linux.net.VethPair;
import io.cooperage.testing.cgroup.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
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
  private static final byte[] SOLICITED_NODE = HexFormat.of().parseHex("3333ff000001");

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
    return (String)
        host.run(
            () -> {
              try {
                Process ip = new ProcessBuilder("ip", family, "neigh").start();
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
    byte[] group = IpPrefix.parse("ff02::1:ff00:1").address().getAddress();
    ByteBuffer body =
        ByteBuffer.allocate(32)
            .put((byte) 135)
            .put((byte) 0)
            .putShort((short) 0)
            .putInt(0)
            .put(GATEWAY6.getAddress())
            .put((byte) 1)
            .put((byte) 1)
            .put(mac)
            .flip();
    ByteBuffer pseudo =
        ByteBuffer.allocate(40 + 32)
            .put(sender.getAddress())
            .put(group)
            .putInt(32)
            .putInt(58)
            .put(body.duplicate())
            .flip();
    body.putShort(2, checksum(pseudo));
    return ByteBuffer.allocate(14 + 40 + 32)
        .put(SOLICITED_NODE)
        .put(mac)
        .putShort((short) 0x86dd)
        .putInt(6 << 28)
        .putShort((short) 32)
        .put((byte) 58)
        .put((byte) 255)
        .put(sender.getAddress())
        .put(group)
        .put(body)
        .flip();
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
