package io.cooperage.controller.network;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkNamespaces;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.TrafficView;
import io.cooperage.linux.net.VethPair;
import io.cooperage.testing.node.MemoryHostLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A network namespace that plays the host, with CTs that are namespaces without processes. */
final class TestNode implements AutoCloseable {
  static final String PREFIX = "coopn";

  private final OwnedFd namespace = NetworkNamespaces.create();
  private final NetlinkSocket socket = NetlinkSocket.openIn(namespace);
  private final MemoryHostLedger ledger = new MemoryHostLedger();
  private final List<NetworkController> controllers = new ArrayList<>();
  private final List<TestContainer> containers = new ArrayList<>();
  private final AtomicInteger counter = new AtomicInteger();

  /** A CT: its end of the pair, the addresses of both ends, and its cell. */
  record TestContainer(OwnedFd namespace, String device, int number, WiredCell cell) {
    String hostAddress() {
      return "10." + (78 + number / 250) + "." + number % 250 + ".1";
    }

    String address() {
      return "10." + (78 + number / 250) + "." + number % 250 + ".2";
    }

    String hostAddress6() {
      return "fd78:" + number + "::1";
    }

    String address6() {
      return "fd78:" + number + "::2";
    }
  }

  TestNode() {
    List<String> missing = KernelTrial.run().missing();
    Assumptions.assumeTrue(missing.isEmpty(), () -> "this kernel has no " + missing);
    socket.apply(LinkRequests.up("lo"));
  }

  NetlinkSocket socket() {
    return socket;
  }

  OwnedFd namespace() {
    return namespace;
  }

  MemoryHostLedger ledger() {
    return ledger;
  }

  TrafficView traffic() {
    return new TrafficView(socket);
  }

  /** The lane's device, nothing when it was not made. */
  Lane lane(Direction direction) {
    return new Lane(direction, PREFIX, socket);
  }

  int index(String device) {
    return new NetworkView(socket).link(device).orElseThrow().index();
  }

  /** A new instance of the controller, as after an update of its bundle. */
  NetworkController controller(String total) {
    NetworkController controller =
        new NetworkController(NetlinkSocket.openIn(namespace), PREFIX, ledger, total, total);
    controllers.add(controller);
    return controller;
  }

  TestContainer start() {
    int number = counter.incrementAndGet();
    OwnedFd inside = NetworkNamespaces.create();
    String device = PREFIX + "ct" + number;
    TestContainer container = new TestContainer(inside, device, number, WiredCell.of(device));
    containers.add(container);
    socket.apply(LinkRequests.create(VethPair.named(device, "eth0").peerIn(inside)));
    address(socket, device, container.hostAddress(), container.hostAddress6());
    try (NetlinkSocket guest = NetlinkSocket.openIn(inside)) {
      address(guest, "eth0", container.address(), container.address6());
    }
    return container;
  }

  /** The CT's devices go, as when its last process has ended. */
  void stop(TestContainer container) {
    socket.apply(LinkRequests.delete(container.device()));
  }

  private static void address(NetlinkSocket socket, String device, String ipv4, String ipv6) {
    int index = new NetworkView(socket).link(device).orElseThrow().index();
    socket.apply(
        AddressRequests.add(index, IpPrefix.parse(ipv4 + "/24")),
        AddressRequests.add(index, IpPrefix.parse(ipv6 + "/64")),
        LinkRequests.up(index));
  }

  @Override
  public void close() {
    controllers.forEach(NetworkController::close);
    containers.forEach(container -> container.namespace().close());
    socket.close();
    namespace.close();
  }
}
