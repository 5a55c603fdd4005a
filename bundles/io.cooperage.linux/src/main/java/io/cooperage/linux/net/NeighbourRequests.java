package io.cooperage.linux.net;

import java.net.InetAddress;

/** Sets which hardware address an IP address on a link has, for good. */
public final class NeighbourRequests {
  private NeighbourRequests() {}

  /** Sets an entry that is never asked for nor forgotten. */
  public static NetlinkRequest permanent(int index, InetAddress address, MacAddress mac) {
    int flags = Rtnl.CREATE | Rtnl.REPLACE;
    return describe(Rtnl.NEWNEIGH, flags, "set neighbour ", index, address)
        .attribute(Rtnl.NDA_LLADDR, mac.bytes())
        .build();
  }

  /** Removes an entry. */
  public static NetlinkRequest remove(int index, InetAddress address) {
    return describe(Rtnl.DELNEIGH, 0, "remove neighbour ", index, address).build();
  }

  private static NetlinkRequest.Builder describe(
      int type, int flags, String verb, int index, InetAddress address) {
    String title = verb + address.getHostAddress() + " of device " + index;
    return NetlinkRequest.of(type, flags, title)
        .bytes(Rtnl.family(IpPrefix.host(address)), 0, 0, 0)
        .word(index)
        .bytes(Rtnl.NUD_PERMANENT, 0, 0, 0)
        .attribute(Rtnl.NDA_DST, address.getAddress());
  }
}
