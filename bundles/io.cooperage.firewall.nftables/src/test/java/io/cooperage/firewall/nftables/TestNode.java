package io.cooperage.firewall.nftables;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkNamespaces;
import io.cooperage.linux.net.NetworkSysctls;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.Route;
import io.cooperage.linux.net.RouteLookup;
import io.cooperage.linux.net.RouteRequests;
import io.cooperage.linux.net.VethPair;
import io.cooperage.linux.nftables.HostNamespace;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import io.cooperage.testing.cgroup.Eventually;
import io.cooperage.testing.node.MemoryHostLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/** A network namespace that plays a host that forwards, with CTs that are namespaces. */
final class TestNode implements AutoCloseable, HostNamespace {
  static final String TABLE = "cooperage_test_firewall";
  private static final int MILLIS = 700;

  private final OwnedFd namespace = NetworkNamespaces.create();
  private final NetlinkSocket socket = NetlinkSocket.openIn(namespace);
  private final MemoryHostLedger ledger = new MemoryHostLedger();
  private final List<NftFirewall> firewalls = new ArrayList<>();
  private final List<TestContainer> containers = new ArrayList<>();

  /** A CT: its end of the pair, and its cell. */
  record TestContainer(OwnedFd namespace, String device, int number, WiredCell cell) {
    String hostAddress() {
      return "10.79." + number + ".1";
    }

    String address() {
      return "10.79." + number + ".2";
    }

    String hostAddress6() {
      return "fd79:" + number + "::1";
    }

    String address6() {
      return "fd79:" + number + "::2";
    }
  }

  TestNode() {
    Assumptions.assumeTrue(
        new FirewallProbe().features().containsValue("yes"), "libnftables1 is not installed");
    socket.apply(LinkRequests.up("lo"));
    NetworkSysctls.writeIn(
        namespace, Map.of("ipv4/ip_forward", "1", "ipv6/conf/all/forwarding", "1"));
  }

  /** A new instance, as after an update of the bundle or a restart of the daemon. */
  NftFirewall firewall() {
    NftFirewall firewall = new NftFirewall(TABLE, NetlinkSocket.openIn(namespace), this, ledger);
    firewalls.add(firewall);
    return firewall;
  }

  MemoryHostLedger ledger() {
    return ledger;
  }

  OwnedFd namespace() {
    return namespace;
  }

  TestContainer start() {
    int number = containers.size() + 1;
    OwnedFd inside = NetworkNamespaces.create();
    String device = "coopf" + number;
    TestContainer container = new TestContainer(inside, device, number, WiredCell.of(device));
    containers.add(container);
    socket.apply(LinkRequests.create(VethPair.named(device, "eth0").peerIn(inside)));
    address(socket, device, container.hostAddress(), container.hostAddress6(), "fe80::1");
    try (NetlinkSocket guest = NetlinkSocket.openIn(inside)) {
      int index = address(guest, "eth0", container.address(), container.address6(), "fe80::2");
      guest.apply(
          RouteRequests.replace(
              Route.onLink(IpPrefix.parse("0.0.0.0/0"), index, Route.STATIC)
                  .via(IpPrefix.parse(container.hostAddress()).address())),
          RouteRequests.replace(
              Route.onLink(IpPrefix.parse("::/0"), index, Route.STATIC)
                  .via(IpPrefix.parse(container.hostAddress6()).address())));
      settled(guest, "eth0", container.address6());
    }
    settled(socket, device, container.hostAddress6());
    return container;
  }

  /** The kernel makes a device and an IPv6 address usable from a work queue. */
  private static void settled(NetlinkSocket socket, String device, String ipv6) {
    NetworkView view = new NetworkView(socket);
    Eventually.holds(
        device + " carries packets",
        Duration.ofSeconds(20),
        () ->
            view.link(device).orElseThrow().operational()
                && view.lookup(IpPrefix.parse(ipv6).address())
                    .filter(RouteLookup::local)
                    .isPresent());
  }

  private static int address(
      NetlinkSocket socket, String device, String ipv4, String ipv6, String link) {
    int index = new NetworkView(socket).link(device).orElseThrow().index();
    // The kernel's own link-local address cannot be used for a second or two.
    socket.apply(
        LinkRequests.withoutLinkLocal(index),
        AddressRequests.add(index, IpPrefix.parse(link + "/64")),
        AddressRequests.add(index, IpPrefix.parse(ipv4 + "/24")),
        AddressRequests.add(index, IpPrefix.parse(ipv6 + "/64")),
        LinkRequests.up(index));
    return index;
  }

  static ParameterValues values(String in, String out, String... rules) {
    return ParameterValues.builder()
        .parse(FirewallParameters.IN, List.of(in))
        .parse(FirewallParameters.OUT, List.of(out))
        .parse(FirewallParameters.RULES, List.of(rules))
        .build();
  }

  void nft(String commands) {
    run(
        () -> {
          Nftables.run(commands);
          return null;
        });
  }

  /** What nft lists of the table; empty if there is none. */
  String listing() {
    return (String) run(() -> Nftables.table(TABLE).orElse(""));
  }

  /** Its rules, without what they have met. */
  List<String> rules() {
    List<String> rules = new ArrayList<>();
    run(() -> rules.addAll(Nftables.rules(TABLE).orElseThrow()));
    return rules;
  }

  /** Takes a CT's device away, as its end does. */
  void unplug(TestContainer container) {
    int index = new NetworkView(socket).link(container.device()).orElseThrow().index();
    socket.apply(LinkRequests.delete(index));
  }

  static ServerSocket listen(OwnedFd namespace, int port) {
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

  static boolean connects(OwnedFd namespace, String address, ServerSocket server) {
    return NamespaceThread.callIn(
        namespace,
        NamespaceKind.NETWORK,
        () -> {
          try (Socket client = new Socket()) {
            client.connect(
                new InetSocketAddress(IpPrefix.parse(address).address(), server.getLocalPort()),
                MILLIS);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Override
  public Object run(Supplier<?> work) {
    return NamespaceThread.callIn(namespace, NamespaceKind.NETWORK, work::get);
  }

  @Override
  public void close() {
    firewalls.forEach(NftFirewall::close);
    containers.forEach(container -> container.namespace().close());
    socket.close();
    namespace.close();
  }
}
