package io.cooperage.linux.net;

/**
 * Numbers of {@code linux/rtnetlink.h}, {@code if_link.h}, {@code if_addr.h}, {@code neighbour.h},
 * {@code veth.h}.
 */
final class Rtnl {
  static final int NEWLINK = 16;
  static final int DELLINK = 17;
  static final int GETLINK = 18;
  static final int SETLINK = 19;
  static final int NEWADDR = 20;
  static final int DELADDR = 21;
  static final int GETADDR = 22;
  static final int NEWROUTE = 24;
  static final int DELROUTE = 25;
  static final int GETROUTE = 26;
  static final int NEWNEIGH = 28;
  static final int DELNEIGH = 29;

  static final int NEWSTATS = 92;
  static final int GETSTATS = 94;
  static final int IFLA_STATS_LINK_64 = 1;

  static final int REQUEST = 0x1;
  static final int ACK = 0x4;
  static final int ECHO = 0x8;
  static final int DUMP = 0x300;
  static final int REPLACE = 0x100;
  static final int EXCLUSIVE = 0x200;
  static final int CREATE = 0x400;

  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_LINK = 5;
  static final int IFLA_MASTER = 10;
  static final int IFLA_OPERSTATE = 16;
  static final int IF_OPER_UP = 6;
  static final int IFLA_LINKINFO = 18;
  static final int IFLA_STATS64 = 23;
  static final int IFLA_AF_SPEC = 26;
  static final int IFLA_GROUP = 27;
  static final int IFLA_INET_CONF = 1;
  static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  static final int ADDR_GEN_MODE_NONE = 1;
  static final int IFLA_NET_NS_FD = 28;
  static final int IFLA_NUM_TX_QUEUES = 31;
  static final int IFLA_NUM_RX_QUEUES = 32;
  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;
  static final int VETH_INFO_PEER = 1;
  static final int IFF_UP = 1;

  static final int IFA_ADDRESS = 1;
  static final int IFA_LOCAL = 2;
  static final int IFA_FLAGS = 8;
  static final int IFA_F_NODAD = 0x02;
  static final int IFA_F_PERMANENT = 0x80;

  static final int RTA_DST = 1;
  static final int RTA_OIF = 4;
  static final int RTA_GATEWAY = 5;
  static final int RTA_PREFSRC = 7;
  static final int RTA_TABLE = 15;
  static final int RTN_UNICAST = 1;
  static final int RTN_LOCAL = 2;
  static final int RTM_F_FIB_MATCH = 0x2000;
  static final int RTNH_F_ONLINK = 4;
  static final int RT_TABLE_MAIN = 254;
  static final int SCOPE_UNIVERSE = 0;
  static final int SCOPE_LINK = 253;

  static final int NDA_DST = 1;
  static final int NDA_LLADDR = 2;
  static final int NUD_PERMANENT = 0x80;

  static final int AF_UNSPEC = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private Rtnl() {}

  static int family(IpPrefix prefix) {
    return prefix.isIpv4() ? AF_INET : AF_INET6;
  }
}
