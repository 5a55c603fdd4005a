package io.cooperage.linux.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The attributes of a message that the kernel sent, by their number. */
final class NetlinkAttributes {
  private static final int NUMBER = 0x3fff;

  private final Map<Integer, ByteBuffer> values = new HashMap<>();

  private NetlinkAttributes() {}

  /** Reads all attributes from the buffer's position to its limit. */
  static NetlinkAttributes parse(ByteBuffer bytes) {
    NetlinkAttributes attributes = new NetlinkAttributes();
    int at = bytes.position();
    while (at + 4 <= bytes.limit()) {
      int length = Short.toUnsignedInt(bytes.getShort(at));
      if (length < 4 || at + length > bytes.limit()) {
        break;
      }
      ByteBuffer value = bytes.slice(at + 4, length - 4).order(bytes.order());
      attributes.values.put(bytes.getShort(at + 2) & NUMBER, value);
      at += (length + 3) & ~3;
    }
    return attributes;
  }

  Optional<ByteBuffer> bytes(int kind) {
    return Optional.ofNullable(values.get(kind)).map(b -> b.duplicate().order(b.order()));
  }

  int number(int kind) {
    return bytes(kind).filter(b -> b.remaining() >= 4).map(ByteBuffer::getInt).orElse(0);
  }

  /** A number of 64 bits, if there is one of that size. */
  Optional<Long> longNumber(int kind) {
    return bytes(kind).filter(b -> b.remaining() >= 8).map(ByteBuffer::getLong);
  }

  /** What is nested in an attribute; nothing if it is missing. */
  NetlinkAttributes nested(int kind) {
    return bytes(kind).map(NetlinkAttributes::parse).orElseGet(NetlinkAttributes::new);
  }

  int octet(int kind) {
    return bytes(kind).filter(ByteBuffer::hasRemaining).map(ByteBuffer::get).orElse((byte) 0);
  }

  String text(int kind) {
    return bytes(kind)
        .map(b -> StandardCharsets.UTF_8.decode(b).toString().replace("\0", ""))
        .orElse("");
  }

  Optional<MacAddress> mac(int kind) {
    return bytes(kind).filter(b -> b.remaining() == 6).map(b -> MacAddress.of(array(b)));
  }

  Optional<InetAddress> address(int kind) {
    return bytes(kind)
        .filter(b -> b.remaining() == 4 || b.remaining() == 16)
        .map(b -> ip(array(b)));
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  private static InetAddress ip(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
    }
  }
}
