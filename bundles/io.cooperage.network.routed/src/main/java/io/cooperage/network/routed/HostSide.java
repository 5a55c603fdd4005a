package io.cooperage.network.routed;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.AddressRequests;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.Ipv4Switch;
import io.cooperage.linux.net.Link;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NeighbourRequests;
import io.cooperage.linux.net.NetlinkRequest;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.Route;
import io.cooperage.linux.net.RouteLookup;
import io.cooperage.linux.net.RouteRequests;
import io.cooperage.linux.net.VethPair;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The host's end of every CT: device, host routes, neighbours. Any thread may call. */
final class HostSide implements AutoCloseable {
  /** Marks our routes; free in {@code /etc/iproute2/rt_protos}. */
  private static final int PROTOCOL = 118;

  private static final Map<Ipv4Switch, Boolean> SWITCHES =
      Map.of(
          Ipv4Switch.RP_FILTER, true,
          Ipv4Switch.PROXY_ARP, false,
          Ipv4Switch.ACCEPT_REDIRECTS, false,
          Ipv4Switch.SEND_REDIRECTS, false,
          Ipv4Switch.ACCEPT_SOURCE_ROUTE, false,
          // A CT learns none of the host's other addresses.
          Ipv4Switch.ARP_ANNOUNCE, true,
          Ipv4Switch.ARP_IGNORE, true);

  private final NetlinkSocket socket;
  private final NetworkView view;
  private final String vethPrefix;

  HostSide(NetlinkSocket socket, String vethPrefix) {
    this.socket = socket;
    this.view = new NetworkView(socket);
    this.vethPrefix = vethPrefix;
  }

  NetworkView view() {
    return view;
  }

  Optional<Link> device(String name) {
    return view.link(name);
  }

  /**
   * Refuses addresses that something else on this host has.
   *
   * @throws ContainerException ADDRESS_IN_USE
   */
  void checkFree(Wiring wiring) {
    for (InetAddress address : wiring.addresses()) {
      Optional<RouteLookup> route = view.lookup(address);
      if (route.isPresent() && route.get().local()) {
        throw inUse(address, "is the host's own");
      }
      boolean alone =
          route.isPresent() && route.get().prefixLength() == IpPrefix.host(address).length();
      if (alone) {
        checkOurs(address, route.get().device());
      }
    }
  }

  /**
   * Makes the pair unless this namespace has its end already; a device of an earlier life of the CT
   * is removed.
   *
   * @return whether it was made now
   */
  boolean ensurePair(Wiring wiring, OwnedFd namespace, GuestSide guest) {
    NetlinkRequest create =
        LinkRequests.create(
            VethPair.named(wiring.hostDevice(), Wiring.GUEST_DEVICE)
                .macs(wiring.hostMac(), wiring.guestMac())
                .peerIn(namespace)
                .group(group(wiring)));
    List<NetlinkSocket.Refusal> refusals = socket.attempt(List.of(create));
    if (refusals.isEmpty()) {
      return true;
    }
    if (refusals.get(0).reason() != Errno.EEXIST) {
      throw refusals.get(0).toException();
    }
    Optional<Link> ours = device(wiring.hostDevice());
    Optional<Link> theirs = guest.device();
    boolean connected =
        ours.isPresent()
            && theirs.isPresent()
            && ours.get().peer() == theirs.get().index()
            && theirs.get().mac().equals(wiring.guestMac());
    if (!connected) {
      ours.ifPresent(this::delete);
      socket.apply(create);
    }
    return !connected;
  }

  /** Makes the wiring good, whatever of it is there already; routes that it lacks stay. */
  void configure(Wiring wiring) {
    Link device = device(wiring.hostDevice()).orElseThrow();
    int index = device.index();
    List<NetlinkRequest> requests = new ArrayList<>();
    if (!device.up()) {
      requests.add(LinkRequests.ipv4(index, SWITCHES));
      requests.add(LinkRequests.withoutLinkLocal(index));
    }
    requests.add(LinkRequests.group(index, group(wiring)));
    if (wiring.has(true)) {
      requests.add(AddressRequests.add(index, Wiring.GATEWAY4));
    }
    if (wiring.has(false)) {
      requests.add(AddressRequests.add(index, Wiring.GATEWAY6));
    }
    requests.add(LinkRequests.up(index));
    for (InetAddress address : wiring.addresses()) {
      requests.add(RouteRequests.replace(route(address, index)));
      requests.add(NeighbourRequests.permanent(index, address, wiring.guestMac()));
    }
    socket.apply(requests);
  }

  /**
   * Waits until packets to the CT pass. The kernel gives the end that came up first its queue a
   * moment later, from a work queue, and until then drops what is sent: measured up to some
   * milliseconds on 6.18 under load.
   */
  void awaitOperational(Wiring wiring) {
    Settling.await(() -> device(wiring.hostDevice()).filter(link -> !link.operational()).isEmpty());
  }

  /** Takes addresses away from a CT's device; what is missing is no error. */
  void remove(Link device, List<InetAddress> addresses) {
    List<NetlinkRequest> requests = new ArrayList<>();
    for (InetAddress address : addresses) {
      requests.add(RouteRequests.remove(route(address, device.index())));
      requests.add(NeighbourRequests.remove(device.index(), address));
    }
    socket.attempt(requests);
  }

  /** Returns those addresses whose packets go to a device. */
  List<InetAddress> routedTo(Link device, List<InetAddress> addresses) {
    return addresses.stream()
        .filter(
            address -> view.lookup(address).filter(r -> r.device() == device.index()).isPresent())
        .toList();
  }

  /** Removes a device unless it went by itself meanwhile. */
  void delete(Link device) {
    socket.attempt(List.of(LinkRequests.delete(device.index())));
  }

  @Override
  public void close() {
    socket.close();
  }

  private void checkOurs(InetAddress address, int device) {
    view.links().stream()
        .filter(link -> link.index() == device && !link.name().startsWith(vethPrefix))
        .findFirst()
        .ifPresent(
            link -> {
              throw inUse(address, "is routed to the device " + link.name());
            });
  }

  private static ContainerException inUse(InetAddress address, String why) {
    return new ContainerException(
        ErrorCode.ADDRESS_IN_USE,
        "the address " + IpPrefix.format(address) + " " + why,
        "choose another one");
  }

  private static Route route(InetAddress address, int index) {
    return Route.onLink(IpPrefix.host(address), index, PROTOCOL);
  }

  private static int group(Wiring wiring) {
    return wiring.nat() ? Firewall.TRANSLATED : Firewall.PLAIN;
  }
}
