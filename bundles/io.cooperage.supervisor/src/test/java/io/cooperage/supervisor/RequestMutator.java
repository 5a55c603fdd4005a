package io.cooperage.supervisor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes wrong messages of right ones: it knows header, tags, descriptor indexes, sizes and where
 * numbers and texts lie, and bends one to four of them. The same seed makes the same messages.
 */
final class RequestMutator {
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    -1,
    63,
    64,
    127,
    128,
    255,
    4095,
    4096,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final int OTHER_VERBS = 100;
  private static final int OTHER_TAGS = 110;

  private final Random random;

  private final boolean hasty;

  private RequestMutator(long seed, boolean hasty) {
    this.random = new Random(seed);
    this.hasty = hasty;
  }

  static RequestMutator of(long seed) {
    return new RequestMutator(seed, false);
  }

  /** Leaves the time that a request gives itself short, so that what is obeyed soon is over. */
  static RequestMutator hasty(long seed) {
    return new RequestMutator(seed, true);
  }

  Random random() {
    return random;
  }

  /** One tagged value; {@code size} is what it claims to have. */
  private static final class Value {
    private final int tag;
    private final int index;
    private final int size;
    private final byte[] bytes;

    Value(int tag, int index, int size, byte[] bytes) {
      this.tag = tag;
      this.index = index;
      this.size = size;
      this.bytes = bytes;
    }

    Value tag(int other) {
      return new Value(other, index, size, bytes);
    }

    Value index(int other) {
      return new Value(tag, other, size, bytes);
    }

    Value size(int other) {
      return new Value(tag, index, other, bytes);
    }

    Value bytes(byte[] other) {
      return new Value(tag, index, other.length, other);
    }
  }

  /** Bends a message; {@code donor} is another one whose values may be taken over. */
  byte[] mutate(byte[] message, byte[] donor) {
    ByteBuffer header = ByteBuffer.wrap(message.clone()).order(ByteOrder.LITTLE_ENDIAN);
    List<Value> values = values(message);
    for (int i = random.nextInt(4); i >= 0; i--) {
      bend(values, values(donor));
    }
    if (hasty) {
      values.replaceAll(v -> v.tag == Tag.TIMEOUT.number() ? v.bytes(SampleRequests.soon()) : v);
    }
    if (random.nextInt(12) == 0) {
      header.putShort(4, (short) random.nextInt(OTHER_VERBS));
    }
    if (random.nextInt(4) == 0) {
      header.putShort(6, (short) random.nextInt(32));
    }
    if (random.nextInt(100) == 0) {
      header.putInt(0, random.nextInt());
    }
    return cut(join(header.array(), values));
  }

  private byte[] cut(byte[] message) {
    return switch (random.nextInt(30)) {
      case 0 -> Arrays.copyOf(message, 1 + random.nextInt(message.length));
      case 1 -> Arrays.copyOf(message, message.length + 1 + random.nextInt(40));
      default -> message;
    };
  }

  private void bend(List<Value> values, List<Value> others) {
    if (values.isEmpty()) {
      values.addAll(others);
      return;
    }
    int at = random.nextInt(values.size());
    Value value = values.get(at);
    switch (random.nextInt(13)) {
      case 0 -> values.remove(at);
      case 1 -> values.add(random.nextInt(values.size() + 1), value);
      case 2 -> values.add(random.nextInt(values.size()), values.remove(at));
      case 3 -> values.set(at, value.tag(anyTag()));
      case 4 -> values.set(at, value.index(anyIndex()));
      case 5 -> values.set(at, value.size(value.size + random.nextInt(17) - 8));
      case 6 -> values.set(at, value.size((int) anyNumber()));
      case 7 ->
          values.set(
              at, value.bytes(Arrays.copyOf(value.bytes, random.nextInt(value.bytes.length + 20))));
      case 8, 9 -> values.set(at, value.bytes(withNumber(value.bytes)));
      case 10 -> values.set(at, value.bytes(withBit(value.bytes)));
      case 11 -> values.set(at, value.bytes(repeated(value.bytes)));
      default -> {
        if (!others.isEmpty()) {
          values.add(at, others.get(random.nextInt(others.size())));
        }
      }
    }
  }

  private int anyTag() {
    Tag[] known = Tag.values();
    return random.nextInt(4) == 0
        ? random.nextInt(OTHER_TAGS)
        : known[random.nextInt(known.length)].number();
  }

  private int anyIndex() {
    return switch (random.nextInt(4)) {
      case 0 -> Wire.NO_DESCRIPTOR;
      case 1 -> Wire.NO_DESCRIPTOR - 1;
      default -> random.nextInt(6);
    };
  }

  private long anyNumber() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private byte[] withNumber(byte[] bytes) {
    ByteBuffer copy = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int width = random.nextBoolean() ? Integer.BYTES : Long.BYTES;
    if (bytes.length >= width) {
      int at = random.nextInt(bytes.length / width) * width;
      if (width == Integer.BYTES) {
        copy.putInt(at, (int) anyNumber());
      } else {
        copy.putLong(
            at, random.nextBoolean() ? anyNumber() : copy.getLong(at) ^ 1L << random.nextInt(64));
      }
    }
    return copy.array();
  }

  private byte[] withBit(byte[] bytes) {
    byte[] copy = bytes.clone();
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  /** Long texts, deep paths, many entries. */
  private byte[] repeated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int piece = Math.max(0, bytes.length - random.nextInt(2));
    for (int i = random.nextInt(400); i >= 0 && out.size() < 60_000; i--) {
      out.write(bytes, 0, piece);
    }
    out.write(0);
    return out.toByteArray();
  }

  private static List<Value> values(byte[] message) {
    ByteBuffer b = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).position(Wire.HEADER);
    List<Value> values = new ArrayList<>();
    while (b.hasRemaining()) {
      int tag = b.getShort();
      int index = Short.toUnsignedInt(b.getShort());
      byte[] bytes = new byte[b.getInt()];
      b.get(bytes);
      values.add(new Value(tag, index, bytes.length, bytes));
    }
    return values;
  }

  private static byte[] join(byte[] header, List<Value> values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header, 0, Wire.HEADER);
    for (Value value : values) {
      ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      head.putShort((short) value.tag).putShort((short) value.index).putInt(value.size);
      out.writeBytes(head.array());
      out.writeBytes(value.bytes);
    }
    return out.toByteArray();
  }
}
