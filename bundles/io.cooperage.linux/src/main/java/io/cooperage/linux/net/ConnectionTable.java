package io.cooperage.linux.net;

import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's table of connections, of the network namespace it was opened in, whichever thread
 * uses it later. Calls take turns.
 *
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/master/include/uapi/linux/netfilter/nfnetlink_conntrack.h">
 *     linux/netfilter/nfnetlink_conntrack.h</a>
 */
public final class ConnectionTable implements AutoCloseable {
  private static final int NEW = 1 << 8;
  private static final int GET = NEW | 1;
  private static final int DELETE = NEW | 2;
  private static final int HEADER = 4;
  private static final int VERSION = 1;
  private static final int ORIGINAL = 1;
  private static final int REPLY = 2;
  private static final int ID = 12;
  private static final int ZONE = 18;
  private static final int FILTER = 25;
  private static final int IP = 1;
  private static final int V4_SOURCE = 1;
  private static final int V6_SOURCE = 3;
  private static final int BY_SOURCE = 1;

  /** NLA_F_NESTED, which the kernel asks for where others do without. */
  private static final int NESTED = 0x8000;

  /** Removed at one time, so that a full table does not fill this process' memory too. */
  private static final int MOST = 16_384;

  /** The largest tables have some millions of entries; new ones may come all the time. */
  private static final int PASSES = 256;

  private final NetlinkSocket socket;

  private ConnectionTable(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Opens that of the calling thread's network namespace. */
  public static ConnectionTable open() {
    return new ConnectionTable(NetlinkSocket.openNetfilter());
  }

  /** Opens that of another network namespace, which is kept alive while it is open. */
  public static ConnectionTable openIn(OwnedFd namespace) {
    return NamespaceThread.callIn(namespace, NamespaceKind.NETWORK, ConnectionTable::open);
  }

  /**
   * Forgets the connections that an address has opened and those that it answers, translated or
   * not; what they send on is judged as new. Those that begin meanwhile may stay. Does nothing on a
   * kernel without connection tracking.
   *
   * @throws NetlinkException if the kernel refuses to list or to remove
   */
  public void forget(InetAddress address) {
    for (int direction : new int[] {ORIGINAL, REPLY}) {
      boolean more = true;
      for (int pass = 0; more && pass < PASSES; pass++) {
        List<NetlinkRequest> removals = removals(address, direction);
        remove(removals);
        more = removals.size() == MOST;
      }
    }
  }

  private void remove(List<NetlinkRequest> removals) {
    socket.attempt(removals).stream()
        .filter(refusal -> refusal.reason() != Errno.ENOENT)
        .findFirst()
        .ifPresent(
            refusal -> {
              throw refusal.toException();
            });
  }

  @Override
  public void close() {
    socket.close();
  }

  /** Nothing of the list itself is kept: whoever filled the table decides how long it is. */
  private List<NetlinkRequest> removals(InetAddress address, int direction) {
    String title = "forget a connection of " + IpPrefix.format(address);
    List<NetlinkRequest> removals = new ArrayList<>();
    try {
      socket.dump(
          listing(address, direction),
          NEW,
          message -> {
            NetlinkAttributes entry = entry(message);
            if (removals.size() < MOST
                && source(entry, direction).filter(address::equals).isPresent()) {
              removals.add(removal(entry, title, address));
            }
            return false;
          });
    } catch (NetlinkException e) {
      if (!e.is(Errno.EINVAL, Errno.EOPNOTSUPP)) {
        throw e;
      }
    }
    return removals;
  }

  private static NetlinkAttributes entry(ByteBuffer message) {
    return NetlinkAttributes.parse(message.duplicate().order(message.order()).position(HEADER));
  }

  private static Optional<InetAddress> source(NetlinkAttributes entry, int direction) {
    NetlinkAttributes ip = entry.nested(direction).nested(IP);
    return ip.address(V4_SOURCE).or(() -> ip.address(V6_SOURCE));
  }

  /** Of 6.18 the filter keeps what is not asked for where the addresses are of IPv6. */
  private static NetlinkRequest listing(InetAddress address, int direction) {
    NetlinkRequest.Builder request =
        message(GET, "list connections of " + IpPrefix.format(address), address);
    if (!IpPrefix.host(address).isIpv4()) {
      return request.build();
    }
    NetlinkRequest.Builder ip = nested().attribute(V4_SOURCE, address.getAddress());
    NetlinkRequest.Builder flags =
        nested()
            .attribute(ORIGINAL, direction == ORIGINAL ? BY_SOURCE : 0)
            .attribute(REPLY, direction == REPLY ? BY_SOURCE : 0);
    return request.nest(direction, nested().nest(IP, ip)).nest(FILTER | NESTED, flags).build();
  }

  private static NetlinkRequest removal(
      NetlinkAttributes entry, String title, InetAddress address) {
    NetlinkRequest.Builder request = message(DELETE, title, address);
    for (int part : new int[] {ORIGINAL, ID, ZONE}) {
      entry.bytes(part).ifPresent(bytes -> request.attribute(part, array(bytes)));
    }
    return request.build();
  }

  private static NetlinkRequest.Builder message(int type, String title, InetAddress address) {
    return NetlinkRequest.of(type, 0, title)
        .bytes(Rtnl.family(IpPrefix.host(address)), VERSION, 0, 0);
  }

  private static NetlinkRequest.Builder nested() {
    return NetlinkRequest.of(0, 0, "");
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }
}
