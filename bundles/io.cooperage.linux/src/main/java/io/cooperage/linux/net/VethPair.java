package io.cooperage.linux.net;

import io.cooperage.linux.OwnedFd;
import java.util.Objects;

/**
 * A pair of virtual Ethernet devices to be made: one end in the namespace of the socket, the other
 * where it is asked for. Values are immutable; each method gives a new one.
 */
public final class VethPair {
  /** The longest name of a device. */
  public static final int NAME_LIMIT = 15;

  private final String name;
  private final String peerName;
  private final MacAddress mac;
  private final MacAddress peerMac;
  private final OwnedFd peerNamespace;
  private final int mtu;
  private final int group;

  private VethPair(
      String name,
      String peerName,
      MacAddress mac,
      MacAddress peerMac,
      OwnedFd peerNamespace,
      int mtu,
      int group) {
    this.name = checked(name);
    this.peerName = checked(peerName);
    this.mac = mac;
    this.peerMac = peerMac;
    this.peerNamespace = peerNamespace;
    this.mtu = mtu;
    this.group = group;
  }

  /** Returns a pair with names of 1..15 characters, both ends in the socket's namespace. */
  public static VethPair named(String name, String peerName) {
    return new VethPair(name, peerName, null, null, null, 0, 0);
  }

  /** Sets the hardware addresses of this end and of the peer. */
  public VethPair macs(MacAddress own, MacAddress peer) {
    return new VethPair(name, peerName, own, peer, peerNamespace, mtu, group);
  }

  /** Puts the peer into a network namespace, which is borrowed. */
  public VethPair peerIn(OwnedFd namespace) {
    return new VethPair(name, peerName, mac, peerMac, namespace, mtu, group);
  }

  /** Sets the largest packet of both ends, in bytes. */
  public VethPair mtu(int bytes) {
    return new VethPair(name, peerName, mac, peerMac, peerNamespace, bytes, group);
  }

  /**
   * Puts this end into a device group, which rules of the firewall can name; 0 is the default one.
   */
  public VethPair group(int number) {
    return new VethPair(name, peerName, mac, peerMac, peerNamespace, mtu, number);
  }

  NetlinkRequest.Builder describe(NetlinkRequest.Builder message) {
    end(message, name, mac).attribute(Rtnl.IFLA_GROUP, group);
    NetlinkRequest.Builder peer = NetlinkRequest.of(0, 0, "");
    end(peer, peerName, peerMac);
    if (peerNamespace != null) {
      peer.attribute(Rtnl.IFLA_NET_NS_FD, peerNamespace.fd());
    }
    NetlinkRequest.Builder data = NetlinkRequest.of(0, 0, "").nest(Rtnl.VETH_INFO_PEER, peer);
    return message.nest(
        Rtnl.IFLA_LINKINFO,
        NetlinkRequest.of(0, 0, "")
            .attribute(Rtnl.IFLA_INFO_KIND, "veth")
            .nest(Rtnl.IFLA_INFO_DATA, data));
  }

  @Override
  public String toString() {
    return name + " with peer " + peerName;
  }

  private NetlinkRequest.Builder end(
      NetlinkRequest.Builder message, String title, MacAddress address) {
    message.bytes(Rtnl.AF_UNSPEC, 0, 0, 0).word(0).word(0).word(0);
    message.attribute(Rtnl.IFLA_IFNAME, title);
    // One queue is enough between two namespaces; the default is one for each processor, each with
    // its memory.
    message.attribute(Rtnl.IFLA_NUM_TX_QUEUES, 1).attribute(Rtnl.IFLA_NUM_RX_QUEUES, 1);
    if (address != null) {
      message.attribute(Rtnl.IFLA_ADDRESS, address.bytes());
    }
    if (mtu > 0) {
      message.attribute(Rtnl.IFLA_MTU, mtu);
    }
    return message;
  }

  private static String checked(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty() || name.length() > NAME_LIMIT || !name.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("not a name of a network device: " + name);
    }
    return name;
  }
}
