package io.cooperage.linux.net;

import io.cooperage.linux.Errno;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads devices, addresses and routes of a socket's namespace. Any thread may call. */
public final class NetworkView {
  private static final int LINK_HEADER = 16;
  private static final int ADDRESS_HEADER = 8;
  private static final int ROUTE_HEADER = 12;
  private static final int STATS_HEADER = 12;

  private final NetlinkSocket socket;

  /** Reads through a socket, which is borrowed. */
  public NetworkView(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Returns all devices. */
  public List<Link> links() {
    NetlinkRequest request =
        NetlinkRequest.of(Rtnl.GETLINK, 0, "list devices")
            .bytes(Rtnl.AF_UNSPEC, 0, 0, 0)
            .word(0)
            .word(0)
            .word(0)
            .build();
    return socket.dump(request, Rtnl.NEWLINK).stream().map(NetworkView::link).toList();
  }

  /** Returns the device of a name, nothing when there is none. */
  public Optional<Link> link(String name) {
    NetlinkRequest request =
        NetlinkRequest.of(Rtnl.GETLINK, 0, "find device " + name)
            .bytes(Rtnl.AF_UNSPEC, 0, 0, 0)
            .word(0)
            .word(0)
            .word(0)
            .attribute(Rtnl.IFLA_IFNAME, name)
            .build();
    return find(request);
  }

  /**
   * Returns the index of the device of a name, nothing when there is none: a fraction of what
   * {@link #link(String)} costs, and without its lock on all of the kernel's network configuration.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
   */
  public Optional<Integer> index(String name) {
    return socket.index(name);
  }

  /**
   * Returns what has passed each device, by its index: for many devices far cheaper than {@link
   * #links()}.
   */
  public Map<Integer, Link.Traffic> traffic() {
    NetlinkRequest request =
        NetlinkRequest.of(Rtnl.GETSTATS, 0, "list counters of devices")
            .bytes(Rtnl.AF_UNSPEC, 0, 0, 0)
            .word(0)
            .word(1 << (Rtnl.IFLA_STATS_LINK_64 - 1))
            .build();
    Map<Integer, Link.Traffic> counters = new HashMap<>();
    for (ByteBuffer message : socket.dump(request, Rtnl.NEWSTATS)) {
      attributes(message, STATS_HEADER)
          .bytes(Rtnl.IFLA_STATS_LINK_64)
          .ifPresent(stats -> counters.put(message.getInt(4), traffic(stats)));
    }
    return counters;
  }

  private Optional<Link> find(NetlinkRequest request) {
    try {
      return Optional.of(link(socket.get(request, Rtnl.NEWLINK)));
    } catch (NetlinkException e) {
      if (e.is(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns the device of an index, nothing when there is none. */
  public Optional<Link> link(int index) {
    NetlinkRequest request =
        NetlinkRequest.of(Rtnl.GETLINK, 0, "find device " + index)
            .bytes(Rtnl.AF_UNSPEC, 0, 0, 0)
            .word(index)
            .word(0)
            .word(0)
            .build();
    return find(request);
  }

  /** Returns the addresses of all devices. */
  public List<InterfaceAddress> addresses() {
    NetlinkRequest request =
        NetlinkRequest.of(Rtnl.GETADDR, 0, "list addresses")
            .bytes(Rtnl.AF_UNSPEC, 0, 0, 0)
            .word(0)
            .build();
    return socket.dump(request, Rtnl.NEWADDR).stream()
        .map(NetworkView::address)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns the unicast routes of all tables, of both families, that leave by a device. */
  public List<Route> routes() {
    NetlinkRequest request =
        NetlinkRequest.of(Rtnl.GETROUTE, 0, "list routes")
            .bytes(Rtnl.AF_UNSPEC, 0, 0, 0, 0, 0, 0, 0)
            .word(0)
            .build();
    return socket.dump(request, Rtnl.NEWROUTE).stream()
        .map(NetworkView::route)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns the route that packets to an address take, nothing when there is none. */
  public Optional<RouteLookup> lookup(InetAddress address) {
    IpPrefix host = IpPrefix.host(address);
    NetlinkRequest request =
        NetlinkRequest.of(Rtnl.GETROUTE, 0, "find route to " + IpPrefix.format(address))
            .bytes(Rtnl.family(host), host.length(), 0, 0, 0, 0, 0, 0)
            .word(Rtnl.RTM_F_FIB_MATCH)
            .attribute(Rtnl.RTA_DST, address.getAddress())
            .build();
    try {
      ByteBuffer message = socket.get(request, Rtnl.NEWROUTE);
      return Optional.of(
          new RouteLookup(
              Byte.toUnsignedInt(message.get(1)),
              attributes(message, ROUTE_HEADER).number(Rtnl.RTA_OIF),
              message.get(7) == Rtnl.RTN_LOCAL));
    } catch (NetlinkException e) {
      // EOPNOTSUPP: the kernel has no such family, as one with ipv6.disable=1.
      if (e.is(Errno.ENETUNREACH, Errno.EHOSTUNREACH, Errno.ESRCH, Errno.EOPNOTSUPP)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Link link(ByteBuffer message) {
    int index = message.getInt(4);
    boolean up = (message.getInt(8) & Rtnl.IFF_UP) != 0;
    NetlinkAttributes attributes = attributes(message, LINK_HEADER);
    return new Link(
        index,
        attributes.text(Rtnl.IFLA_IFNAME),
        up,
        attributes.octet(Rtnl.IFLA_OPERSTATE) == Rtnl.IF_OPER_UP,
        attributes.mac(Rtnl.IFLA_ADDRESS).orElse(new MacAddress(0)),
        attributes.number(Rtnl.IFLA_MTU),
        attributes.number(Rtnl.IFLA_LINK),
        attributes.number(Rtnl.IFLA_GROUP),
        attributes.bytes(Rtnl.IFLA_STATS64).map(NetworkView::traffic).orElse(Link.Traffic.NONE));
  }

  private static Link.Traffic traffic(ByteBuffer stats) {
    return new Link.Traffic(
        stats.getLong(16),
        stats.getLong(24),
        stats.getLong(0),
        stats.getLong(8),
        stats.getLong(48),
        stats.getLong(56));
  }

  private static Optional<InterfaceAddress> address(ByteBuffer message) {
    int length = Byte.toUnsignedInt(message.get(1));
    int index = message.getInt(4);
    NetlinkAttributes attributes = attributes(message, ADDRESS_HEADER);
    // A point-to-point device has its own address in LOCAL and the peer's in ADDRESS; IPv6 has
    // ADDRESS alone.
    return attributes
        .address(Rtnl.IFA_LOCAL)
        .or(() -> attributes.address(Rtnl.IFA_ADDRESS))
        .map(address -> new InterfaceAddress(index, new IpPrefix(address, length)));
  }

  private static Optional<Route> route(ByteBuffer message) {
    boolean ipv4 = message.get(0) == Rtnl.AF_INET;
    int length = Byte.toUnsignedInt(message.get(1));
    int protocol = Byte.toUnsignedInt(message.get(5));
    int type = Byte.toUnsignedInt(message.get(7));
    NetlinkAttributes attributes = attributes(message, ROUTE_HEADER);
    int device = attributes.number(Rtnl.RTA_OIF);
    if (type != Rtnl.RTN_UNICAST || device == 0) {
      return Optional.empty();
    }
    InetAddress destination = attributes.address(Rtnl.RTA_DST).orElse(any(ipv4));
    return Optional.of(
        new Route(
            new IpPrefix(destination, length),
            device,
            protocol,
            attributes.address(Rtnl.RTA_GATEWAY).orElse(null),
            attributes.address(Rtnl.RTA_PREFSRC).orElse(null),
            attributes.number(Rtnl.RTA_TABLE)));
  }

  private static NetlinkAttributes attributes(ByteBuffer message, int header) {
    return NetlinkAttributes.parse(message.duplicate().order(message.order()).position(header));
  }

  private static InetAddress any(boolean ipv4) {
    try {
      return InetAddress.getByAddress(new byte[ipv4 ? 4 : 16]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of zeros", e);
    }
  }
}
