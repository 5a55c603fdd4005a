package io.cooperage.linux.net;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A route. Values are immutable; {@link #via} and {@link #fromSource} give new ones.
 *
 * @param destination where packets go
 * @param device the index of the device they leave by
 * @param protocol who made it, 0..255 as in {@code /etc/iproute2/rt_protos}
 * @param gateway the next hop, null for a destination on the link itself
 * @param source the sender's address that packets of this host get, null for the kernel's choice
 * @param table the routing table's number
 */
public record Route(
    IpPrefix destination,
    int device,
    int protocol,
    InetAddress gateway,
    InetAddress source,
    int table) {
  /** The protocol number of routes that an administrator made. */
  public static final int STATIC = 4;

  /** Returns a route to what is on the link of a device, in the main table. */
  public static Route onLink(IpPrefix destination, int device, int protocol) {
    return new Route(destination, device, protocol, null, null, Rtnl.RT_TABLE_MAIN);
  }

  /** Sends packets to a next hop, which need not lie in the device's own network. */
  public Route via(InetAddress nextHop) {
    return new Route(destination, device, protocol, nextHop, source, table);
  }

  /** Sets the sender's address that packets of this host get. */
  public Route fromSource(InetAddress address) {
    return new Route(destination, device, protocol, gateway, address, table);
  }

  /** Returns the next hop if it has one. */
  public Optional<InetAddress> nextHop() {
    return Optional.ofNullable(gateway);
  }

  @Override
  public String toString() {
    return destination
        + (gateway == null ? "" : " via " + gateway.getHostAddress())
        + " by device "
        + device;
  }
}
