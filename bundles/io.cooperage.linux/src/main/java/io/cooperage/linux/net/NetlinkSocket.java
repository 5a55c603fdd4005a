package io.cooperage.linux.net;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads and changes the network of one namespace by rtnetlink: of the one it was opened in,
 * whichever thread uses it later. Calls of several threads take turns. Other families of the kernel
 * are spoken to by {@link GenericFamily}, and connections by {@link ConnectionTable}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 */
public final class NetlinkSocket implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_ROUTE = 0;
  private static final int NETLINK_NETFILTER = 12;
  private static final int NETLINK_GENERIC = 16;
  private static final int SOL_NETLINK = 270;
  private static final int CAP_ACK = 10;
  private static final int EXT_ACK = 11;
  private static final int STRICT_CHECK = 12;
  private static final int SOL_SOCKET = 1;
  private static final int RECEIVE_TIMEOUT = 20;
  private static final int TIMEOUT_SECONDS = 30;
  private static final int REPLY_SIZE = 64 * 1024;
  private static final int BATCH_BYTES = 16 * 1024;
  // Each answer takes some 800 bytes of the socket's receive buffer, 208 KiB by default, before any
  // is read.
  private static final int BATCH_REQUESTS = 64;
  private static final int DUMP_ATTEMPTS = 50;
  private static final int SIOCGIFINDEX = 0x8933;
  private static final int NAME_SIZE = 16;
  private static final int INTERFACE_REQUEST_SIZE = 40;

  private final OwnedFd socket;
  private int sequence;

  private NetlinkSocket(OwnedFd socket) {
    this.socket = socket;
  }

  /**
   * Opens a socket on the calling thread's network namespace, which is the host's on ordinary
   * threads.
   */
  public static NetlinkSocket open() {
    return open(NETLINK_ROUTE);
  }

  /** Opens a socket for families that have no protocol of their own. */
  static NetlinkSocket openGeneric() {
    return open(NETLINK_GENERIC);
  }

  /** Opens a socket for the connection table of the calling thread's network namespace. */
  static NetlinkSocket openNetfilter() {
    return open(NETLINK_NETFILTER);
  }

  private static NetlinkSocket open(int protocol) {
    long fd = Kernel.call(Syscall.SOCKET, "netlink", AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
    OwnedFd socket = OwnedFd.adopt((int) fd, "netlink");
    try (Scratch scratch = new Scratch()) {
      for (int option : new int[] {CAP_ACK, EXT_ACK, STRICT_CHECK}) {
        Scratch.Block on = scratch.block(4);
        on.bytes().putInt(0, 1);
        Kernel.call(
            Syscall.SETSOCKOPT, "netlink", fd, SOL_NETLINK, option, on.address(), on.size());
      }
      Scratch.Block time = scratch.block(16);
      time.bytes().putLong(0, TIMEOUT_SECONDS);
      Kernel.call(
          Syscall.SETSOCKOPT, "netlink", fd, SOL_SOCKET, RECEIVE_TIMEOUT, time.address(), 16);
      return new NetlinkSocket(socket);
    } catch (LinuxException e) {
      socket.close();
      throw e;
    }
  }

  /** Opens a socket on another network namespace, which it keeps alive while it is open. */
  public static NetlinkSocket openIn(OwnedFd namespace) {
    return NamespaceThread.callIn(namespace, NamespaceKind.NETWORK, NetlinkSocket::open);
  }

  /**
   * Makes changes in the given order, many in one message to the kernel. Those behind a refused one
   * may or may not be made; each is harmless to repeat unless its factory says otherwise.
   *
   * @throws NetlinkException the first refusal, others attached as suppressed
   */
  public void apply(NetlinkRequest... requests) {
    apply(Arrays.asList(requests));
  }

  /** Makes changes as {@link #apply(NetlinkRequest...)} does. */
  public void apply(List<NetlinkRequest> requests) {
    List<Refusal> refusals = attempt(requests);
    if (!refusals.isEmpty()) {
      NetlinkException first = refusals.get(0).toException();
      refusals.stream().skip(1).map(Refusal::toException).forEach(first::addSuppressed);
      throw first;
    }
  }

  /** Makes changes in the given order and returns those that were refused, in that order. */
  public synchronized List<Refusal> attempt(List<NetlinkRequest> requests) {
    List<Refusal> refusals = new ArrayList<>();
    int from = 0;
    while (from < requests.size()) {
      int to = from;
      int bytes = 0;
      while (to < requests.size() && fits(to - from, bytes + aligned(requests.get(to)))) {
        bytes += aligned(requests.get(to++));
      }
      refusals.addAll(exchange(requests.subList(from, to), bytes));
      from = to;
    }
    return refusals;
  }

  /** Asks for a list and returns the messages of the wanted type. */
  List<ByteBuffer> dump(NetlinkRequest request, int wanted) {
    return dump(request, wanted, message -> true);
  }

  /** Asks for a list, however long, and returns some of its messages of the wanted type. */
  synchronized List<ByteBuffer> dump(
      NetlinkRequest request, int wanted, Predicate<ByteBuffer> keep) {
    for (int i = 0; i < DUMP_ATTEMPTS; i++) {
      NetlinkReplies replies = ask(request, Rtnl.DUMP, wanted, keep);
      if (!replies.interrupted()) {
        return replies.messages();
      }
    }
    throw new NetlinkException(request.toString(), Errno.EINTR.number(), "the list keeps changing");
  }

  /** Asks for one object and returns its message. */
  synchronized ByteBuffer get(NetlinkRequest request, int wanted) {
    return ask(request, Rtnl.ACK, wanted, message -> true).messages().get(0);
  }

  /** Asks for a device's index; needs no turn, for nothing is queued. */
  Optional<Integer> index(String device) {
    byte[] name = device.getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length >= NAME_SIZE) {
      return Optional.empty();
    }
    try (Scratch scratch = new Scratch()) {
      Scratch.Block request = scratch.block(INTERFACE_REQUEST_SIZE);
      request.bytes().put(0, name);
      Kernel.call(Syscall.IOCTL, device, socket.fd(), SIOCGIFINDEX, request.address());
      return Optional.of(request.bytes().getInt(NAME_SIZE));
    } catch (LinuxException e) {
      if (e.is(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private NetlinkReplies ask(
      NetlinkRequest request, int flags, int wanted, Predicate<ByteBuffer> keep) {
    int first = ++sequence;
    send(List.of(request), aligned(request), flags, first);
    NetlinkReplies replies = new NetlinkReplies(List.of(request), first, wanted, keep);
    receive(replies);
    replies.refusals().stream()
        .findFirst()
        .ifPresent(
            refusal -> {
              throw refusal.toException();
            });
    return replies;
  }

  private List<Refusal> exchange(List<NetlinkRequest> batch, int bytes) {
    int first = sequence + 1;
    sequence += batch.size();
    send(batch, bytes, Rtnl.ACK, first);
    NetlinkReplies replies = new NetlinkReplies(batch, first, -1);
    receive(replies);
    return replies.refusals();
  }

  private void send(List<NetlinkRequest> batch, int bytes, int flags, int first) {
    ByteBuffer all = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).encode(all, Rtnl.REQUEST | flags, first + i);
      all.position((all.position() + 3) & ~3);
    }
    try (Scratch scratch = new Scratch()) {
      long address = scratch.copy(all.flip()).address();
      Kernel.call(Syscall.SENDTO, "netlink", socket.fd(), address, bytes, 0, 0, 0);
    }
  }

  private void receive(NetlinkReplies replies) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.room(REPLY_SIZE);
      while (!replies.complete()) {
        long length =
            Kernel.call(
                Syscall.RECVFROM, "netlink", socket.fd(), block.address(), REPLY_SIZE, 0, 0, 0);
        ByteBuffer copy = ByteBuffer.allocate((int) length).order(ByteOrder.nativeOrder());
        copy.put(block.bytes().clear().limit((int) length)).flip();
        replies.add(copy);
      }
    }
  }

  private static boolean fits(int requests, int bytes) {
    return requests == 0 || (requests < BATCH_REQUESTS && bytes <= BATCH_BYTES);
  }

  private static int aligned(NetlinkRequest request) {
    return (request.length() + 3) & ~3;
  }

  /**
   * A request that the kernel refused.
   *
   * @param request the request
   * @param reason the kernel's reason by name
   * @param number the same as a number
   * @param words the kernel's explanation, often empty
   */
  public record Refusal(NetlinkRequest request, Errno reason, int number, String words) {
    /** Returns it as an exception to be thrown. */
    public NetlinkException toException() {
      return new NetlinkException(request.toString(), number, words);
    }
  }
}
