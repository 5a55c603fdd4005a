package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.socket.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A message from the supervisor. Closing it closes the descriptors that nobody took. */
final class Reply implements AutoCloseable {
  private final int verb;
  private final int flags;
  private final int id;
  private final List<Entry> entries = new ArrayList<>();
  private final List<OwnedFd> descriptors = new ArrayList<>();

  private record Entry(int tag, ByteBuffer value) {}

  private Reply(int verb, int flags, int id) {
    this.verb = verb;
    this.flags = flags;
    this.id = id;
  }

  /**
   * Reads a message, whose descriptors then belong to the reply.
   *
   * @throws SupervisorException EBADMSG when it is not of this protocol
   */
  static Reply parse(Message message) {
    try (message) {
      ByteBuffer b = message.bytes().order(ByteOrder.LITTLE_ENDIAN);
      if (b.remaining() < Wire.HEADER || b.getInt() != Wire.MAGIC) {
        throw new SupervisorException("read an answer", Errno.EBADMSG.number());
      }
      Reply reply = new Reply(b.getShort(), b.getShort(), b.getInt());
      while (b.remaining() >= 8) {
        int tag = b.getShort();
        b.getShort(); // The index: descriptors come in the order of the values that name them.
        int size = b.getInt();
        if (size < 0 || size > b.remaining()) {
          throw new SupervisorException("read an answer", Errno.EBADMSG.number());
        }
        reply.entries.add(new Entry(tag, b.slice(b.position(), size).order(b.order())));
        b.position(b.position() + size);
      }
      while (message.descriptorCount() > 0) {
        reply.descriptors.add(message.takeDescriptor());
      }
      return reply;
    }
  }

  boolean is(Verb expected) {
    return verb == expected.number();
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  int id() {
    return id;
  }

  /** Returns the first value of a tag, to be read from its start. */
  Optional<ByteBuffer> find(Tag tag) {
    return all(tag).stream().findFirst();
  }

  List<ByteBuffer> all(Tag tag) {
    return entries.stream()
        .filter(e -> e.tag() == tag.number())
        .map(e -> e.value().duplicate().order(ByteOrder.LITTLE_ENDIAN))
        .toList();
  }

  ByteBuffer get(Tag tag, int size) {
    return find(tag)
        .filter(b -> b.remaining() >= size)
        .orElseThrow(() -> new SupervisorException("read " + tag, Errno.EBADMSG.number()));
  }

  String text(Tag tag) {
    return find(tag).map(Reply::text).orElse("");
  }

  /** Reads a text up to its zero byte or the end of the buffer. */
  static String text(ByteBuffer b) {
    int end = b.position();
    while (end < b.limit() && b.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - b.position()];
    b.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Takes all descriptors; they then belong to the caller. */
  List<OwnedFd> takeDescriptors() {
    List<OwnedFd> taken = List.copyOf(descriptors);
    descriptors.clear();
    return taken;
  }

  /** Returns the failure that the supervisor reports, if it does. */
  Optional<SupervisorException> failure() {
    return has(Wire.FLAG_ERROR)
        ? Optional.of(
            new SupervisorException(text(Tag.STAGE), get(Tag.ERRNO, Integer.BYTES).getInt()))
        : Optional.empty();
  }

  @Override
  public void close() {
    Collections.unmodifiableList(descriptors).forEach(OwnedFd::close);
    descriptors.clear();
  }
}
