package io.cooperage.linux.net;

import io.cooperage.linux.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A part of the kernel that is spoken to by generic netlink, found by its name. Any thread may
 * call; calls take turns.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/netlink/intro.html">Introduction to
 *     Netlink</a>
 */
final class GenericFamily implements AutoCloseable {
  private static final int CONTROL = 0x10;
  private static final int GET_FAMILY = 3;
  private static final int FAMILY_ID = 1;
  private static final int FAMILY_NAME = 2;
  private static final int HEADER = 4;

  private final NetlinkSocket socket;
  private final int id;
  private final int version;

  private GenericFamily(NetlinkSocket socket, int id, int version) {
    this.socket = socket;
    this.id = id;
    this.version = version;
  }

  /** Opens a family; empty if the kernel has none of that name. */
  static Optional<GenericFamily> find(String name, int version) {
    NetlinkSocket socket = NetlinkSocket.openGeneric();
    try {
      NetlinkRequest.Builder request = message(CONTROL, GET_FAMILY, 1, "find the family " + name);
      ByteBuffer reply = socket.get(request.attribute(FAMILY_NAME, name).build(), CONTROL);
      int id =
          attributes(reply)
              .bytes(FAMILY_ID)
              .map(b -> Short.toUnsignedInt(b.getShort()))
              .orElseThrow();
      return Optional.of(new GenericFamily(socket, id, version));
    } catch (NetlinkException e) {
      socket.close();
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Begins a message. */
  NetlinkRequest.Builder message(int command, String title) {
    return message(id, command, version, title);
  }

  /** Attributes of nothing, to be nested. */
  static NetlinkRequest.Builder nested() {
    return NetlinkRequest.of(0, 0, "");
  }

  /** Sends a request that is only confirmed. */
  void apply(NetlinkRequest request) {
    socket.apply(request);
  }

  /** Sends a request that is answered. */
  NetlinkAttributes ask(NetlinkRequest request) {
    return attributes(socket.get(request, id));
  }

  @Override
  public void close() {
    socket.close();
  }

  private static NetlinkRequest.Builder message(int type, int command, int version, String title) {
    return NetlinkRequest.of(type, 0, title).bytes(command, version, 0, 0);
  }

  private static NetlinkAttributes attributes(ByteBuffer message) {
    ByteBuffer rest = message.duplicate().order(ByteOrder.nativeOrder());
    return NetlinkAttributes.parse(rest.position(rest.position() + HEADER));
  }
}
