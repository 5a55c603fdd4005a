package io.cooperage.linux.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flows between addresses of a namespace's own, seen by its connection table. */
class ConnectionTableTest {
  private static final int FLOWS = 300;

  private OwnedFd namespace;
  private ConnectionTable table;

  @BeforeEach
  void trackConnections() {
    Assumptions.assumeTrue(Nftables.available(), "libnftables1 is not installed");
    namespace = NetworkNamespaces.create();
    try (NetlinkSocket socket = NetlinkSocket.openIn(namespace)) {
      int lo = new NetworkView(socket).link("lo").orElseThrow().index();
      socket.apply(LinkRequests.up("lo"));
      for (String address : new String[] {"10.77.0.1", "10.77.0.2", "10.77.0.3"}) {
        socket.apply(AddressRequests.add(lo, IpPrefix.parse(address)));
      }
      for (String address : new String[] {"fd77::1", "fd77::2", "fd77::3"}) {
        socket.apply(AddressRequests.add(lo, IpPrefix.parse(address)));
      }
    }
    NamespaceThread.callIn(
        namespace,
        NamespaceKind.NETWORK,
        () -> {
          Nftables.run(
              "table inet t { chain c { type filter hook output priority 0; ct state new; }; }");
          return null;
        });
    table = ConnectionTable.openIn(namespace);
  }

  @AfterEach
  void letGo() {
    if (table != null) {
      table.close();
      namespace.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"10.77.0.1,10.77.0.2,10.77.0.3", "fd77::1,fd77::2,fd77::3"})
  void whatAnAddressOpenedAndAnswersIsForgottenAndNothingElse(String a, String b, String c)
      throws IOException {
    flows(a, c);
    flows(c, a);
    flows(b, c);
    table.forget(ip(a));
    assertThat(tracked()).isEqualTo(FLOWS);
    table.forget(ip(a));
    table.forget(ip(c));
    assertThat(tracked()).isZero();
  }

  private void flows(String from, String to) throws IOException {
    try (DatagramChannel channel = bound(from)) {
      for (int port = 1; port <= FLOWS; port++) {
        channel.send(ByteBuffer.wrap(new byte[1]), new InetSocketAddress(ip(to), port));
      }
    }
  }

  private DatagramChannel bound(String address) {
    return NamespaceThread.callIn(
        namespace,
        NamespaceKind.NETWORK,
        () -> {
          try {
            boolean ipv4 = IpPrefix.host(ip(address)).isIpv4();
            return DatagramChannel.open(
                    ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)
                .bind(new InetSocketAddress(ip(address), 0));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private int tracked() {
    return Integer.parseInt(NetworkSysctls.readIn(namespace, "netfilter/nf_conntrack_count"));
  }

  private static InetAddress ip(String text) {
    return IpPrefix.parse(text).address();
  }
}
