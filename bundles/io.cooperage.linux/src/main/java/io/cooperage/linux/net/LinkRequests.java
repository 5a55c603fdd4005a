package io.cooperage.linux.net;

import java.util.Map;

/**
 * Makes and changes network devices; they are named by their index in the socket's namespace or by
 * their name.
 */
public final class LinkRequests {
  private LinkRequests() {}

  /** Makes a veth pair in one message. */
  public static NetlinkRequest create(VethPair pair) {
    int flags = Rtnl.CREATE | Rtnl.EXCLUSIVE;
    return pair.describe(NetlinkRequest.of(Rtnl.NEWLINK, flags, "create veth " + pair)).build();
  }

  /** Makes a bridge. */
  public static NetlinkRequest createBridge(String name) {
    NetlinkRequest.Builder message =
        NetlinkRequest.of(Rtnl.NEWLINK, Rtnl.CREATE | Rtnl.EXCLUSIVE, "create bridge " + name);
    return link(message, 0, 0, 0)
        .attribute(Rtnl.IFLA_IFNAME, name)
        .nest(
            Rtnl.IFLA_LINKINFO,
            NetlinkRequest.of(0, 0, "").attribute(Rtnl.IFLA_INFO_KIND, "bridge"))
        .build();
  }

  /**
   * Makes an intermediate functional block device with one queue: packets that filters of other
   * devices hand to it wait there and then go on where they were taken.
   */
  public static NetlinkRequest createIfb(String name) {
    NetlinkRequest.Builder message =
        NetlinkRequest.of(Rtnl.NEWLINK, Rtnl.CREATE | Rtnl.EXCLUSIVE, "create ifb " + name);
    return link(message, 0, 0, 0)
        .attribute(Rtnl.IFLA_IFNAME, name)
        .attribute(Rtnl.IFLA_NUM_TX_QUEUES, 1)
        .nest(Rtnl.IFLA_LINKINFO, NetlinkRequest.of(0, 0, "").attribute(Rtnl.IFLA_INFO_KIND, "ifb"))
        .build();
  }

  /** Removes a device; with a veth goes its peer. Takes some 15 ms: keep it off hot paths. */
  public static NetlinkRequest delete(int index) {
    return link(NetlinkRequest.of(Rtnl.DELLINK, 0, "delete device " + index), index, 0, 0).build();
  }

  /** Removes a device by name. */
  public static NetlinkRequest delete(String name) {
    return link(NetlinkRequest.of(Rtnl.DELLINK, 0, "delete device " + name), 0, 0, 0)
        .attribute(Rtnl.IFLA_IFNAME, name)
        .build();
  }

  /** Brings a device up. */
  public static NetlinkRequest up(int index) {
    return change(index, "up", Rtnl.IFF_UP).build();
  }

  /** Brings a device up by name. */
  public static NetlinkRequest up(String name) {
    NetlinkRequest.Builder message =
        NetlinkRequest.of(Rtnl.SETLINK, 0, "set device " + name + " up");
    return link(message, 0, Rtnl.IFF_UP, Rtnl.IFF_UP).attribute(Rtnl.IFLA_IFNAME, name).build();
  }

  /** Brings a device down. */
  public static NetlinkRequest down(int index) {
    return change(index, "down", 0).build();
  }

  /** Gives a device that is down another name. */
  public static NetlinkRequest rename(int index, String name) {
    return set(index, "name to " + name).attribute(Rtnl.IFLA_IFNAME, name).build();
  }

  /** Gives a device another hardware address. */
  public static NetlinkRequest mac(int index, MacAddress mac) {
    return set(index, "address to " + mac).attribute(Rtnl.IFLA_ADDRESS, mac.bytes()).build();
  }

  /** Sets a device's largest packet in bytes. */
  public static NetlinkRequest mtu(int index, int bytes) {
    return set(index, "mtu to " + bytes).attribute(Rtnl.IFLA_MTU, bytes).build();
  }

  /** Makes a device a port of a bridge; 0 takes it out. */
  public static NetlinkRequest master(int index, int bridge) {
    return set(index, "master to " + bridge).attribute(Rtnl.IFLA_MASTER, bridge).build();
  }

  /** Moves a device to another group. */
  public static NetlinkRequest group(int index, int number) {
    return set(index, "group to " + number).attribute(Rtnl.IFLA_GROUP, number).build();
  }

  /**
   * Turns a device's IPv4 switches on or off, as writing to {@code /proc/sys/net/ipv4/conf/DEVICE}
   * does.
   */
  public static NetlinkRequest ipv4(int index, Map<Ipv4Switch, Boolean> switches) {
    NetlinkRequest.Builder values = NetlinkRequest.of(0, 0, "");
    switches.forEach((name, on) -> values.attribute(name.number(), on ? 1 : 0));
    NetlinkRequest.Builder inet = NetlinkRequest.of(0, 0, "").nest(Rtnl.IFLA_INET_CONF, values);
    return set(index, switches.toString())
        .nest(Rtnl.IFLA_AF_SPEC, NetlinkRequest.of(0, 0, "").nest(Rtnl.AF_INET, inet))
        .build();
  }

  /**
   * Keeps the kernel from giving a device a link-local IPv6 address of its own when it comes up;
   * without one it does not speak IPv6 until it gets an address.
   */
  public static NetlinkRequest withoutLinkLocal(int index) {
    NetlinkRequest.Builder inet6 =
        NetlinkRequest.of(0, 0, "")
            .attribute(Rtnl.IFLA_INET6_ADDR_GEN_MODE, new byte[] {Rtnl.ADDR_GEN_MODE_NONE});
    return set(index, "without link-local address")
        .nest(Rtnl.IFLA_AF_SPEC, NetlinkRequest.of(0, 0, "").nest(Rtnl.AF_INET6, inet6))
        .build();
  }

  private static NetlinkRequest.Builder set(int index, String what) {
    String title = "set device " + index + " " + what;
    return link(NetlinkRequest.of(Rtnl.SETLINK, 0, title), index, 0, 0);
  }

  private static NetlinkRequest.Builder change(int index, String what, int flags) {
    String title = "set device " + index + " " + what;
    return link(NetlinkRequest.of(Rtnl.SETLINK, 0, title), index, flags, Rtnl.IFF_UP);
  }

  private static NetlinkRequest.Builder link(
      NetlinkRequest.Builder message, int index, int flags, int mask) {
    return message.bytes(Rtnl.AF_UNSPEC, 0, 0, 0).word(index).word(flags).word(mask);
  }
}
