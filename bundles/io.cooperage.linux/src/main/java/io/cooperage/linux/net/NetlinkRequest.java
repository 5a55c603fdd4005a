package io.cooperage.linux.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One change to the network, as a value: it is made by {@link NetlinkSocket#apply}, in the
 * namespace of that socket. The factories are {@link LinkRequests}, {@link AddressRequests}, {@link
 * RouteRequests}, {@link NeighbourRequests} and {@link TrafficRequests}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 */
public final class NetlinkRequest {
  static final int HEADER = 16;

  private final int type;
  private final int flags;
  private final String title;
  private final byte[] payload;

  private NetlinkRequest(int type, int flags, String title, byte[] payload) {
    this.type = type;
    this.flags = flags;
    this.title = title;
    this.payload = payload;
  }

  static Builder of(int type, int flags, String title) {
    return new Builder(type, flags, title);
  }

  /** Returns what it does, for messages. */
  @Override
  public String toString() {
    return title;
  }

  int length() {
    return HEADER + payload.length;
  }

  void encode(ByteBuffer into, int extraFlags, int sequence) {
    into.putInt(length());
    into.putShort((short) type);
    into.putShort((short) (flags | extraFlags));
    into.putInt(sequence);
    into.putInt(0);
    into.put(payload);
  }

  /** Puts the fixed part and the attributes of a message together. */
  static final class Builder {
    private final int type;
    private final int flags;
    private final String title;
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

    private Builder(int type, int flags, String title) {
      this.type = type;
      this.flags = flags;
      this.title = title;
    }

    Builder bytes(int... values) {
      for (int value : values) {
        payload.write(value);
      }
      return this;
    }

    Builder word(int value) {
      payload.writeBytes(nativeInt(value));
      return this;
    }

    Builder attribute(int kind, byte[] value) {
      payload.writeBytes(
          ByteBuffer.allocate(4)
              .order(ByteOrder.nativeOrder())
              .putShort((short) (4 + value.length))
              .putShort((short) kind)
              .array());
      payload.writeBytes(value);
      while (payload.size() % 4 != 0) {
        payload.write(0);
      }
      return this;
    }

    Builder attribute(int kind, int value) {
      return attribute(kind, nativeInt(value));
    }

    Builder attribute(int kind, long value) {
      return attribute(
          kind, ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array());
    }

    Builder attribute(int kind, String value) {
      return attribute(kind, (value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** Nests what another builder holds; lengths there are multiples of four as they are here. */
    Builder nest(int kind, Builder inner) {
      return attribute(kind, inner.payload.toByteArray());
    }

    NetlinkRequest build() {
      return new NetlinkRequest(type, flags, title, payload.toByteArray());
    }

    private static byte[] nativeInt(int value) {
      return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
    }
  }
}
