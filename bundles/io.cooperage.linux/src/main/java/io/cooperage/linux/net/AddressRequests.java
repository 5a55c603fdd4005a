package io.cooperage.linux.net;

/** Gives devices addresses and takes them away. */
public final class AddressRequests {
  private AddressRequests() {}

  /**
   * Adds an address, at once usable (IPv6 without duplicate detection); one that is there already
   * is no error.
   */
  public static NetlinkRequest add(int index, IpPrefix address) {
    int flags = Rtnl.CREATE | Rtnl.REPLACE;
    return describe(Rtnl.NEWADDR, flags, "add address ", index, address)
        .attribute(Rtnl.IFA_FLAGS, Rtnl.IFA_F_PERMANENT | (address.isIpv4() ? 0 : Rtnl.IFA_F_NODAD))
        .build();
  }

  /** Takes an address away. */
  public static NetlinkRequest remove(int index, IpPrefix address) {
    return describe(Rtnl.DELADDR, 0, "remove address ", index, address).build();
  }

  private static NetlinkRequest.Builder describe(
      int type, int flags, String verb, int index, IpPrefix address) {
    byte[] bytes = address.address().getAddress();
    int scope = address.address().isLinkLocalAddress() ? Rtnl.SCOPE_LINK : Rtnl.SCOPE_UNIVERSE;
    return NetlinkRequest.of(type, flags, verb + address + " of device " + index)
        .bytes(Rtnl.family(address), address.length(), 0, scope)
        .word(index)
        .attribute(Rtnl.IFA_LOCAL, bytes)
        .attribute(Rtnl.IFA_ADDRESS, bytes);
  }
}
