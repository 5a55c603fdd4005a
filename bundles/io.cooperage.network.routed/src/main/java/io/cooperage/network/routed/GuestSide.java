package io.cooperage.network.routed;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.InterfaceAddress;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.Link;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NeighbourRequests;
import io.cooperage.linux.net.NetlinkRequest;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.Route;
import io.cooperage.linux.net.RouteLookup;
import io.cooperage.linux.net.RouteRequests;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The CT's end: its device, addresses and default routes, set from outside. */
final class GuestSide implements AutoCloseable {
  private static final IpPrefix ALL4 = IpPrefix.parse("0.0.0.0/0");
  private static final IpPrefix ALL6 = IpPrefix.parse("::/0");

  private final NetlinkSocket socket;
  private final NetworkView view;

  private GuestSide(NetlinkSocket socket) {
    this.socket = socket;
    this.view = new NetworkView(socket);
  }

  static GuestSide open(OwnedFd namespace) {
    return new GuestSide(NetlinkSocket.openIn(namespace));
  }

  Optional<Link> device() {
    return view.link(Wiring.GUEST_DEVICE);
  }

  /** Makes the wiring good, whatever of it is there already; addresses that it lacks stay. */
  void configure(Wiring wiring) {
    Link device =
        device()
            .orElseThrow(
                () -> new LinuxException("rtnetlink", Errno.ENODEV.number(), Wiring.GUEST_DEVICE));
    int index = device.index();
    List<NetlinkRequest> requests = new ArrayList<>();
    requests.add(LinkRequests.up("lo"));
    if (!device.up()) {
      requests.add(LinkRequests.withoutLinkLocal(index));
    }
    wiring.addresses().forEach(a -> requests.add(AddressRequests.add(index, IpPrefix.host(a))));
    if (wiring.has(false)) {
      requests.add(AddressRequests.add(index, Wiring.GUEST6));
    }
    requests.add(LinkRequests.up(index));
    requests.addAll(gateways(wiring, index));
    socket.apply(requests);
  }

  /**
   * Waits until packets to the IPv6 addresses are taken as the CT's own. The kernel adds the local
   * route of a new address from a work queue, also without duplicate detection, and drops what
   * comes before as not for it.
   */
  void awaitUsable(Wiring wiring) {
    for (InetAddress address : wiring.addresses()) {
      if (address instanceof Inet6Address) {
        Settling.await(() -> view.lookup(address).filter(RouteLookup::local).isPresent());
      }
    }
  }

  /**
   * Takes addresses away, and the default route of a family that has none left; what is missing is
   * no error.
   */
  void remove(List<InetAddress> addresses, Wiring remaining) {
    Optional<Link> device = device();
    if (device.isEmpty()) {
      return;
    }
    int index = device.get().index();
    List<NetlinkRequest> requests = new ArrayList<>();
    addresses.forEach(a -> requests.add(AddressRequests.remove(index, IpPrefix.host(a))));
    if (!remaining.has(true)) {
      requests.add(RouteRequests.remove(toWorld(ALL4, index, Wiring.GATEWAY4)));
    }
    if (!remaining.has(false)) {
      requests.add(RouteRequests.remove(toWorld(ALL6, index, Wiring.GATEWAY6)));
      requests.add(AddressRequests.remove(index, Wiring.GUEST6));
    }
    socket.attempt(requests);
  }

  /** Returns the addresses of the CT's device but for the link's own. */
  List<InetAddress> addresses() {
    int index = device().map(Link::index).orElse(0);
    return view.addresses().stream()
        .filter(address -> address.device() == index)
        .map(InterfaceAddress::address)
        .map(IpPrefix::address)
        .filter(address -> !address.isLinkLocalAddress())
        .toList();
  }

  @Override
  public void close() {
    socket.close();
  }

  private static List<NetlinkRequest> gateways(Wiring wiring, int index) {
    List<NetlinkRequest> requests = new ArrayList<>();
    if (wiring.has(true)) {
      InetAddress gateway = Wiring.GATEWAY4.address();
      requests.add(NeighbourRequests.permanent(index, gateway, wiring.hostMac()));
      requests.add(RouteRequests.replace(Route.onLink(Wiring.GATEWAY4, index, Route.STATIC)));
      requests.add(
          RouteRequests.replace(
              toWorld(ALL4, index, Wiring.GATEWAY4).fromSource(first(wiring, true))));
    }
    if (wiring.has(false)) {
      InetAddress gateway = Wiring.GATEWAY6.address();
      requests.add(NeighbourRequests.permanent(index, gateway, wiring.hostMac()));
      requests.add(
          RouteRequests.replace(
              toWorld(ALL6, index, Wiring.GATEWAY6).fromSource(first(wiring, false))));
    }
    return requests;
  }

  private static Route toWorld(IpPrefix all, int index, IpPrefix gateway) {
    return Route.onLink(all, index, Route.STATIC).via(gateway.address());
  }

  private static InetAddress first(Wiring wiring, boolean ipv4) {
    return wiring.addresses().stream()
        .filter(address -> address instanceof Inet4Address == ipv4)
        .findFirst()
        .orElseThrow();
  }
}
