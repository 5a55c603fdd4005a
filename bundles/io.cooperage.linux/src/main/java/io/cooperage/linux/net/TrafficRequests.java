package io.cooperage.linux.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Queues, classes and filters of network devices, which are named by their index in the socket's
 * namespace.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/tc.8.html">tc(8)</a>
 */
public final class TrafficRequests {
  // An average over 2 s that weighs eight samples, one every half second.
  private static final int ESTIMATOR_INTERVAL = -1 & 0xff;
  private static final int ESTIMATOR_WEIGHT = 3;
  private static final int RATE_TO_QUANTUM = 10;
  private static final long WORD = 0xffffffffL;
  private static final byte LINK_LAYER_ETHERNET = 1;

  private TrafficRequests() {}

  /** Gives a device the hooks that filters hang on; it is an error (EEXIST) if it has them. */
  public static NetlinkRequest addHooks(int device) {
    int flags = Rtnl.CREATE | Rtnl.EXCLUSIVE;
    var message = NetlinkRequest.of(Tc.NEWQDISC, flags, "add clsact to device " + device);
    return Tc.message(message, device, Tc.CLSACT_HANDLE, Tc.CLSACT_PARENT, 0)
        .attribute(Tc.KIND, "clsact")
        .build();
  }

  /** Takes the hooks away with all filters on them. */
  public static NetlinkRequest removeHooks(int device) {
    var message = NetlinkRequest.of(Tc.DELQDISC, 0, "remove clsact of device " + device);
    return Tc.message(message, device, Tc.CLSACT_HANDLE, Tc.CLSACT_PARENT, 0)
        .attribute(Tc.KIND, "clsact")
        .build();
  }

  /**
   * Makes a hierarchical token bucket the root of a device; packets of no class pass without limit.
   * It is an error (EEXIST) if the device has a root already.
   */
  public static NetlinkRequest addHtb(int device, TcHandle handle) {
    NetlinkRequest.Builder options =
        NetlinkRequest.of(0, 0, "")
            .attribute(Tc.HTB_INIT, words(Tc.HTB_VERSION, RATE_TO_QUANTUM, 0, 0, 0));
    int flags = Rtnl.CREATE | Rtnl.EXCLUSIVE;
    var message = NetlinkRequest.of(Tc.NEWQDISC, flags, "add htb to device " + device);
    return Tc.message(message, device, handle.value(), TcHandle.ROOT.value(), 0)
        .attribute(Tc.KIND, "htb")
        .nest(Tc.OPTIONS, options)
        .build();
  }

  /**
   * Makes a class or changes its rates while it is in use; a class keeps its parent. It gets an
   * estimator of what it lets out.
   */
  public static NetlinkRequest setClass(int device, HtbClass c) {
    NetlinkRequest.Builder options = NetlinkRequest.of(0, 0, "");
    NetlinkRequest.Builder rates = NetlinkRequest.of(0, 0, "");
    rate(rates, c.rate());
    rate(rates, c.ceiling());
    int burst = (int) (c.burst() / Tc.TICK);
    rates.word(burst).word(burst).word(c.quantum()).word(0).word(c.priority());
    options.nest(Tc.HTB_PARMS, rates);
    if (c.rate() > WORD) {
      options.attribute(Tc.HTB_RATE64, c.rate());
    }
    if (c.ceiling() > WORD) {
      options.attribute(Tc.HTB_CEIL64, c.ceiling());
    }
    String title = "set class " + c.handle() + " of device " + device;
    var message = NetlinkRequest.of(Tc.NEWTCLASS, Rtnl.CREATE, title);
    return Tc.message(message, device, c.handle().value(), c.parent().value(), 0)
        .attribute(Tc.KIND, "htb")
        .attribute(Tc.RATE, new byte[] {(byte) ESTIMATOR_INTERVAL, ESTIMATOR_WEIGHT})
        .nest(Tc.OPTIONS, options)
        .build();
  }

  /** Removes a class and what waits in its queue. */
  public static NetlinkRequest removeClass(int device, TcHandle handle) {
    String title = "remove class " + handle + " of device " + device;
    var message = NetlinkRequest.of(Tc.DELTCLASS, 0, title);
    return Tc.message(message, device, handle.value(), 0, 0).build();
  }

  /** Gives a class a plain queue of some bytes, or changes the length of the one that it has. */
  public static NetlinkRequest setFifo(int device, TcHandle parent, int bytes) {
    return leaf(device, parent, "bfifo").attribute(Tc.OPTIONS, bytes).build();
  }

  /** Gives a class a queue that keeps flows apart and delays short; not every kernel has it. */
  public static NetlinkRequest setFairQueue(int device, TcHandle parent) {
    return leaf(device, parent, "fq_codel").build();
  }

  /** Adds a redirection to a hook, or replaces the one at the same place. */
  public static NetlinkRequest redirect(int device, TrafficHook hook, Redirect redirect) {
    NetlinkRequest.Builder mirred =
        NetlinkRequest.of(0, 0, "")
            .attribute(
                Tc.MIRRED_PARMS,
                words(0, 0, Tc.ACT_STOLEN, 0, 0, Tc.MIRRED_EGRESS_REDIRECT, redirect.target()));
    NetlinkRequest.Builder action =
        NetlinkRequest.of(0, 0, "").attribute(Tc.ACT_KIND, "mirred").nest(Tc.ACT_OPTIONS, mirred);
    NetlinkRequest.Builder options =
        NetlinkRequest.of(0, 0, "")
            .attribute(Tc.BPF_CLASSID, redirect.handle().value())
            .attribute(Tc.BPF_FD, redirect.program().fd())
            .attribute(Tc.BPF_NAME, redirect.name())
            .nest(Tc.BPF_ACT, NetlinkRequest.of(0, 0, "").nest(1, action));
    String title = "redirect " + hook + " of device " + device;
    var message = NetlinkRequest.of(Tc.NEWTFILTER, Rtnl.CREATE, title);
    return Tc.message(message, device, 1, hook.parent(), Tc.filterInfo(redirect.preference()))
        .attribute(Tc.KIND, "bpf")
        .nest(Tc.OPTIONS, options)
        .build();
  }

  /** Removes all filters at a place of a hook. */
  public static NetlinkRequest removeFilters(int device, TrafficHook hook, int preference) {
    String title = "remove filters " + hook + " of device " + device;
    var message = NetlinkRequest.of(Tc.DELTFILTER, 0, title);
    return Tc.message(message, device, 0, hook.parent(), Tc.filterInfo(preference)).build();
  }

  private static NetlinkRequest.Builder leaf(int device, TcHandle parent, String kind) {
    int flags = Rtnl.CREATE | Rtnl.REPLACE;
    String title = "set " + kind + " of class " + parent + " of device " + device;
    return Tc.message(NetlinkRequest.of(Tc.NEWQDISC, flags, title), device, 0, parent.value(), 0)
        .attribute(Tc.KIND, kind);
  }

  /** One tc_ratespec; the full rate follows apart where it does not fit. */
  private static void rate(NetlinkRequest.Builder rates, long bytesPerSecond) {
    rates.bytes(0, LINK_LAYER_ETHERNET, 0, 0, 0, 0, 0, 0);
    rates.word((int) Math.min(bytesPerSecond, WORD));
  }

  private static byte[] words(int... values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.nativeOrder());
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }
}
