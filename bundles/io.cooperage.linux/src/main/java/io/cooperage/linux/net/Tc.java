package io.cooperage.linux.net;

import java.nio.ByteOrder;

/** Numbers of {@code linux/pkt_sched.h}, {@code pkt_cls.h}, {@code gen_stats.h}. */
final class Tc {
  static final int NEWQDISC = 36;
  static final int DELQDISC = 37;
  static final int GETQDISC = 38;
  static final int NEWTCLASS = 40;
  static final int DELTCLASS = 41;
  static final int GETTCLASS = 42;
  static final int NEWTFILTER = 44;
  static final int DELTFILTER = 45;
  static final int GETTFILTER = 46;

  static final int KIND = 1;
  static final int OPTIONS = 2;
  static final int RATE = 5;
  static final int STATS2 = 7;

  static final int CLSACT_PARENT = 0xfffffff1;
  static final int CLSACT_HANDLE = 0xffff0000;

  static final int HTB_PARMS = 1;
  static final int HTB_INIT = 2;
  static final int HTB_RATE64 = 6;
  static final int HTB_CEIL64 = 7;
  static final int HTB_VERSION = 3;

  static final int BPF_ACT = 1;
  static final int BPF_CLASSID = 3;
  static final int BPF_FD = 6;
  static final int BPF_NAME = 7;

  static final int ACT_KIND = 1;
  static final int ACT_OPTIONS = 2;
  static final int ACT_STOLEN = 4;
  static final int MIRRED_PARMS = 2;
  static final int MIRRED_EGRESS_REDIRECT = 1;

  static final int STATS_BASIC = 1;
  static final int STATS_RATE = 2;
  static final int STATS_QUEUE = 3;
  static final int STATS_APP = 4;
  static final int STATS_RATE64 = 5;
  static final int STATS_PACKETS64 = 8;

  /** A token bucket's times are counted in units of this many nanoseconds. */
  static final int TICK = 64;

  private static final int ETH_P_ALL = 3;

  private Tc() {}

  /** The 20 bytes that each message of traffic control begins with. */
  static NetlinkRequest.Builder message(
      NetlinkRequest.Builder message, int device, int handle, int parent, int info) {
    return message.bytes(Rtnl.AF_UNSPEC, 0, 0, 0).word(device).word(handle).word(parent).word(info);
  }

  /** A filter's place and the packets of all protocols. */
  static int filterInfo(int preference) {
    return preference << 16 | Short.toUnsignedInt(bigEndian(ETH_P_ALL));
  }

  private static short bigEndian(int value) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return little ? Short.reverseBytes((short) value) : (short) value;
  }
}
