package io.cooperage.controller.network;

import io.cooperage.linux.Errno;
import io.cooperage.linux.net.HtbClass;
import io.cooperage.linux.net.HtbClassState;
import io.cooperage.linux.net.Link;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetlinkRequest;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.Qdisc;
import io.cooperage.linux.net.TcHandle;
import io.cooperage.linux.net.TrafficRequests;
import io.cooperage.linux.net.TrafficView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The queue that the traffic of all CTs in one direction passes: a device of its own with one token
 * bucket, in it one class that stands for the node and below that one class for each CT. CTs lend
 * each other what they leave of the node's bandwidth. Reads may come from any thread, changes come
 * one at a time.
 */
final class Lane {
  /** What a CT without a guarantee is sure of, in bytes per second: that it never stands still. */
  static final long FLOOR = 500;

  /** Above every limit that can be asked for, in bytes per second: 1 Tbit/s. */
  static final long NO_LIMIT = 125_000_000_000L;

  private static final int MAJOR = 0xc0;
  private static final TcHandle TREE = TcHandle.of(MAJOR, 0);
  private static final TcHandle NODE = TcHandle.of(MAJOR, 1);

  /** Marks a class whose limit is its guarantee; such a one never borrows, so it has no effect. */
  private static final int BOUND = 7;

  private static final int BORROWING = 0;

  // Long enough for a sender that has to wait for a busy CPU to catch up: with less a limit of 100
  // Mbit/s was missed by 8 % on a loaded machine.
  private static final long BURST = 20_000_000;
  // What waits at a limit waits at most 50 ms, but two of the largest packets always find room.
  private static final long QUEUES_PER_SECOND = 20;
  private static final long SHORTEST_QUEUE = 160 * 1024;
  private static final long LONGEST_QUEUE = 4 << 20;
  // A turn takes 5 ms of the node's bandwidth, two packets at least; above 200000 the kernel warns.
  private static final long TURNS_PER_SECOND = 200;
  private static final long SHORTEST_TURN = 3028;
  private static final long LONGEST_TURN = 65_536;

  private final Direction direction;
  private final String device;
  private final NetlinkSocket socket;
  private final NetworkView links;
  private final TrafficView view;
  private boolean fairQueues = true;

  Lane(Direction direction, String prefix, NetlinkSocket socket) {
    this.direction = direction;
    this.device = device(prefix, direction);
    this.socket = socket;
    this.links = new NetworkView(socket);
    this.view = new TrafficView(socket);
  }

  /** CTs' own devices have ten letters behind the prefix and no dash. */
  static String device(String prefix, Direction direction) {
    return prefix + "-" + direction.word();
  }

  Direction direction() {
    return direction;
  }

  String device() {
    return device;
  }

  static TcHandle handle(int number) {
    return TcHandle.of(MAJOR, number);
  }

  /** The device's index, nothing when it is not there. */
  Optional<Integer> index() {
    return links.index(device);
  }

  /** Whether the device is there, up, and has the node's class with that bandwidth. */
  boolean ready(long bytesPerSecond) {
    return links
        .link(device)
        .filter(Link::up)
        .flatMap(link -> view.find(link.index(), NODE))
        .filter(node -> node.rate() == bytesPerSecond && node.ceiling() == bytesPerSecond)
        .isPresent();
  }

  /** Makes the device and the node's class, whatever of them is there already. */
  void make(long bytesPerSecond) {
    if (index().isEmpty()) {
      socket.apply(LinkRequests.createIfb(device));
    }
    Link link = links.link(device).orElseThrow();
    List<NetlinkRequest> requests = new ArrayList<>();
    if (!link.up()) {
      requests.add(LinkRequests.withoutLinkLocal(link.index()));
      requests.add(LinkRequests.up(link.index()));
    }
    boolean rooted = view.qdiscs(link.index()).stream().map(Qdisc::handle).anyMatch(TREE::equals);
    if (!rooted) {
      requests.add(TrafficRequests.addHtb(link.index(), TREE));
    }
    requests.add(
        TrafficRequests.setClass(
            link.index(),
            new HtbClass(
                NODE, TREE, bytesPerSecond, bytesPerSecond, BURST, (int) LONGEST_TURN, 0)));
    socket.apply(requests);
  }

  /**
   * Makes a CT's class good; nothing is sent when it is.
   *
   * @param node what the node's class has, in bytes per second
   */
  void set(int number, Demand demand, long node) {
    int index = index().orElseThrow();
    HtbClass wanted = wanted(number, demand, node);
    Optional<HtbClassState> found = view.find(index, wanted.handle());
    if (found.filter(state -> agrees(state, wanted)).isPresent()) {
      return;
    }
    // Class and queue in one message: a daemon that dies between would leave a class whose queue is
    // the kernel's shortest.
    NetlinkRequest set = TrafficRequests.setClass(index, wanted);
    List<NetlinkSocket.Refusal> refusals = socket.attempt(List.of(set, queue(index, wanted)));
    if (fairQueues && refusals.stream().allMatch(r -> r.reason() == Errno.ENOENT)) {
      fairQueues = refusals.isEmpty();
    }
    if (!refusals.isEmpty()) {
      socket.apply(set, queue(index, wanted));
    }
  }

  /** Removes a CT's class; what is missing is no error. */
  void remove(int number) {
    index()
        .ifPresent(
            index -> socket.attempt(List.of(TrafficRequests.removeClass(index, handle(number)))));
  }

  Optional<HtbClassState> find(int number) {
    return index().flatMap(index -> view.find(index, handle(number)));
  }

  /** The classes of CTs. */
  List<HtbClassState> classes() {
    return index().map(view::classes).orElse(List.of()).stream()
        .filter(state -> state.parent().equals(NODE))
        .toList();
  }

  /** What a class that the kernel has was asked to be. */
  static Demand demand(HtbClassState state) {
    boolean bound = state.priority() == BOUND;
    Optional<Long> guarantee =
        Optional.of(state.rate()).filter(rate -> rate != FLOOR).map(Bandwidth::toBits);
    Optional<Long> limit =
        Optional.of(state.ceiling()).filter(rate -> rate != NO_LIMIT).map(Bandwidth::toBits);
    return new Demand(guarantee, limit, bound);
  }

  private static HtbClass wanted(int number, Demand demand, long node) {
    long rate = demand.guarantee().map(Bandwidth::toBytes).orElse(FLOOR);
    long ceiling = demand.limit().map(Bandwidth::toBytes).orElse(NO_LIMIT);
    int turn = (int) clamp(node / TURNS_PER_SECOND, SHORTEST_TURN, LONGEST_TURN);
    int priority = demand.bound() ? BOUND : BORROWING;
    return new HtbClass(handle(number), NODE, rate, ceiling, BURST, turn, priority);
  }

  private static boolean agrees(HtbClassState state, HtbClass wanted) {
    return state.rate() == wanted.rate()
        && state.ceiling() == wanted.ceiling()
        && state.priority() == wanted.priority()
        && state.parent().equals(wanted.parent());
  }

  /** Not every kernel has queues that keep flows apart; the first refusal decides. */
  private NetlinkRequest queue(int index, HtbClass c) {
    long length = clamp(c.ceiling() / QUEUES_PER_SECOND, SHORTEST_QUEUE, LONGEST_QUEUE);
    return fairQueues
        ? TrafficRequests.setFairQueue(index, c.handle())
        : TrafficRequests.setFifo(index, c.handle(), (int) length);
  }

  private static long clamp(long value, long least, long most) {
    return Math.max(least, Math.min(most, value));
  }
}
