package io.cooperage.linux.net;

import io.cooperage.linux.Errno;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Reads queues, classes and filters of a socket's namespace. Any thread may call. */
public final class TrafficView {
  private static final int HEADER = 20;
  private static final long WORD = 0xffffffffL;

  private final NetlinkSocket socket;

  /** Reads through a socket, which is borrowed. */
  public TrafficView(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Returns the queueing disciplines of a device, nothing when there is no such device. */
  public List<Qdisc> qdiscs(int device) {
    return dump(Tc.GETQDISC, Tc.NEWQDISC, device, 0, "list queues of device ").stream()
        .map(
            m ->
                new Qdisc(
                    m.getInt(4),
                    attributes(m).text(Tc.KIND),
                    new TcHandle(m.getInt(8)),
                    new TcHandle(m.getInt(12))))
        .filter(q -> q.device() == device)
        .toList();
  }

  /** Returns the indexes of all devices that have hooks for filters. */
  public List<Integer> hooked() {
    return dump(Tc.GETQDISC, Tc.NEWQDISC, 0, 0, "list queues of device ").stream()
        .filter(m -> attributes(m).text(Tc.KIND).equals("clsact"))
        .map(m -> m.getInt(4))
        .toList();
  }

  /** Returns the token-bucket classes of a device, nothing when there is no such device. */
  public List<HtbClassState> classes(int device) {
    return dump(Tc.GETTCLASS, Tc.NEWTCLASS, device, 0, "list classes of device ").stream()
        .map(TrafficView::htb)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns one class, nothing when it, its discipline or its device is not there. */
  public Optional<HtbClassState> find(int device, TcHandle handle) {
    String title = "find class " + handle + " of device " + device;
    // Without "echo" the answer goes to those who listen to all changes, not to who asked.
    NetlinkRequest.Builder message = NetlinkRequest.of(Tc.GETTCLASS, Rtnl.ECHO, title);
    NetlinkRequest request = Tc.message(message, device, handle.value(), 0, 0).build();
    try {
      return htb(socket.get(request, Tc.NEWTCLASS));
    } catch (NetlinkException e) {
      if (e.is(Errno.ENOENT, Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns the redirections on a hook, nothing when there is no such hook or device. */
  public List<RedirectState> redirects(int device, TrafficHook hook) {
    return filters(device, hook).stream()
        .map(TrafficView::redirect)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns whether a hook has any filter, whoever made it. */
  public boolean filtered(int device, TrafficHook hook) {
    return !filters(device, hook).isEmpty();
  }

  private List<ByteBuffer> filters(int device, TrafficHook hook) {
    return dump(Tc.GETTFILTER, Tc.NEWTFILTER, device, hook.parent(), "list filters of device ");
  }

  private List<ByteBuffer> dump(int type, int wanted, int device, int parent, String title) {
    NetlinkRequest request =
        Tc.message(NetlinkRequest.of(type, 0, title + device), device, 0, parent, 0).build();
    try {
      return socket.dump(request, wanted);
    } catch (NetlinkException e) {
      if (e.is(Errno.ENODEV, Errno.ENOENT, Errno.EINVAL)) {
        return List.of();
      }
      throw e;
    }
  }

  private static Optional<HtbClassState> htb(ByteBuffer message) {
    NetlinkAttributes attributes = attributes(message);
    if (!attributes.text(Tc.KIND).equals("htb")) {
      return Optional.empty();
    }
    NetlinkAttributes options = attributes.nested(Tc.OPTIONS);
    ByteBuffer rates = options.bytes(Tc.HTB_PARMS).orElseThrow();
    long rate = options.longNumber(Tc.HTB_RATE64).orElse(rates.getInt(8) & WORD);
    long ceiling = options.longNumber(Tc.HTB_CEIL64).orElse(rates.getInt(20) & WORD);
    return Optional.of(
        new HtbClassState(
            new TcHandle(message.getInt(8)),
            new TcHandle(message.getInt(12)),
            rate,
            ceiling,
            rates.getInt(40),
            traffic(attributes.nested(Tc.STATS2))));
  }

  private static HtbClassState.Traffic traffic(NetlinkAttributes stats) {
    long rate =
        stats
            .longNumber(Tc.STATS_RATE64)
            .orElseGet(() -> stats.bytes(Tc.STATS_RATE).map(b -> b.getInt(0) & WORD).orElse(0L));
    return new HtbClassState.Traffic(
        stats.bytes(Tc.STATS_BASIC).map(b -> b.getLong(0)).orElse(0L),
        stats.longNumber(Tc.STATS_PACKETS64).orElseGet(() -> word(stats, Tc.STATS_BASIC, 8)),
        word(stats, Tc.STATS_QUEUE, 8),
        word(stats, Tc.STATS_QUEUE, 16),
        word(stats, Tc.STATS_APP, 4),
        word(stats, Tc.STATS_QUEUE, 4),
        rate);
  }

  private static long word(NetlinkAttributes stats, int kind, int at) {
    return stats
        .bytes(kind)
        .filter(b -> b.remaining() >= at + 4)
        .map(b -> b.getInt(at) & WORD)
        .orElse(0L);
  }

  private static Optional<RedirectState> redirect(ByteBuffer message) {
    NetlinkAttributes attributes = attributes(message);
    NetlinkAttributes options = attributes.nested(Tc.OPTIONS);
    NetlinkAttributes action = options.nested(Tc.BPF_ACT).nested(1);
    if (!attributes.text(Tc.KIND).equals("bpf") || !action.text(Tc.ACT_KIND).equals("mirred")) {
      return Optional.empty();
    }
    ByteBuffer parameters =
        action.nested(Tc.ACT_OPTIONS).bytes(Tc.MIRRED_PARMS).orElse(ByteBuffer.allocate(28));
    return Optional.of(
        new RedirectState(
            message.getInt(16) >>> 16,
            new TcHandle(options.number(Tc.BPF_CLASSID)),
            parameters.getInt(24)));
  }

  private static NetlinkAttributes attributes(ByteBuffer message) {
    return NetlinkAttributes.parse(message.duplicate().order(message.order()).position(HEADER));
  }
}
