package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message to the supervisor: values in their order, with the descriptors they refer to. */
final class Request {
  private final Verb verb;
  private final int flags;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<OwnedFd> descriptors = new ArrayList<>();

  Request(Verb verb) {
    this(verb, 0);
  }

  Request(Verb verb, int flags) {
    this.verb = verb;
    this.flags = flags;
  }

  Verb verb() {
    return verb;
  }

  Request put(Tag tag, byte[] value) {
    return put(tag, Wire.NO_DESCRIPTOR, value);
  }

  /** Adds a value about a descriptor, which is only borrowed. */
  Request put(Tag tag, OwnedFd descriptor, byte[] value) {
    descriptors.add(descriptor);
    return put(tag, descriptors.size() - 1, value);
  }

  Request put(Tag tag, OwnedFd descriptor) {
    return put(tag, descriptor, new byte[0]);
  }

  Request put(Tag tag, String text) {
    return put(tag, new Value().text(text).bytes());
  }

  /** Adds everything that a plan says. */
  Request put(Plan<?> plan) {
    plan.steps().forEach(step -> step.accept(this));
    return this;
  }

  /**
   * Returns the whole message.
   *
   * @throws SupervisorException E2BIG when it is larger than the supervisor accepts
   */
  ByteBuffer encode(int id) {
    if (body.size() > Wire.LARGEST - Wire.HEADER || descriptors.size() > Wire.MOST_DESCRIPTORS) {
      throw new SupervisorException("send " + verb, Errno.E2BIG.number());
    }
    ByteBuffer message =
        ByteBuffer.allocate(Wire.HEADER + body.size()).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(Wire.MAGIC).putShort((short) verb.number()).putShort((short) flags).putInt(id);
    return message.put(body.toByteArray()).flip();
  }

  OwnedFd[] descriptors() {
    return descriptors.toArray(new OwnedFd[0]);
  }

  private Request put(Tag tag, int descriptor, byte[] value) {
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) tag.number()).putShort((short) descriptor).putInt(value.length);
    body.writeBytes(head.array());
    body.writeBytes(value);
    return this;
  }

  /** The fields of one value. */
  static final class Value {
    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

    Value int32(long number) {
      fields.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) number).array());
      return this;
    }

    Value int64(long number) {
      fields.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
      return this;
    }

    /**
     * Adds a text as C has it.
     *
     * @throws IllegalArgumentException when it holds a zero byte, which would cut it short
     */
    Value text(String text) {
      if (text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a zero byte in \"" + text.replace('\0', '?') + "\"");
      }
      fields.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      fields.write(0);
      return this;
    }

    Value raw(byte[] bytes) {
      fields.writeBytes(bytes);
      return this;
    }

    byte[] bytes() {
      return fields.toByteArray();
    }
  }
}
