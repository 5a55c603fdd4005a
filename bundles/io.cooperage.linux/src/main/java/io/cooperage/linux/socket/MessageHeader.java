package io.cooperage.linux.socket;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The {@code struct msghdr} of one message with one part and room for descriptors. */
final class MessageHeader {
  /** The kernel's SCM_MAX_FD. */
  static final int MOST_DESCRIPTORS = 253;

  private static final int SIZE = 56;
  private static final int PART_SIZE = 16;
  private static final int CONTROL_HEADER = 16;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int TRUNCATED = 0x20;
  private static final int CONTROL_TRUNCATED = 0x08;

  private final Scratch.Block header;
  private final Scratch.Block control;

  private MessageHeader(Scratch scratch, Scratch.Block payload, Scratch.Block control) {
    this.header = scratch.block(SIZE);
    this.control = control;
    Scratch.Block part = scratch.block(PART_SIZE);
    part.bytes().putLong(0, payload.address()).putLong(8, payload.size());
    header.bytes().putLong(16, part.address()).putLong(24, 1);
    if (control != null) {
      header.bytes().putLong(32, control.address()).putLong(40, control.size());
    }
  }

  static MessageHeader toSend(Scratch scratch, ByteBuffer content, int... descriptors) {
    Scratch.Block payload = scratch.copy(content);
    if (descriptors.length == 0) {
      return new MessageHeader(scratch, payload, null);
    }
    if (descriptors.length > MOST_DESCRIPTORS) {
      throw new IllegalArgumentException(descriptors.length + " descriptors in one message");
    }
    int length = CONTROL_HEADER + 4 * descriptors.length;
    Scratch.Block control = scratch.block(aligned(length));
    control.bytes().putLong(length).putInt(SOL_SOCKET).putInt(SCM_RIGHTS);
    for (int descriptor : descriptors) {
      control.bytes().putInt(descriptor);
    }
    return new MessageHeader(scratch, payload, control);
  }

  static MessageHeader toReceive(Scratch scratch, Scratch.Block payload) {
    int room = aligned(CONTROL_HEADER + 4 * MOST_DESCRIPTORS);
    return new MessageHeader(scratch, payload, scratch.block(room));
  }

  long address() {
    return header.address();
  }

  boolean truncated() {
    return (header.bytes().getInt(48) & (TRUNCATED | CONTROL_TRUNCATED)) != 0;
  }

  List<OwnedFd> descriptors(String title) {
    List<OwnedFd> descriptors = new ArrayList<>();
    ByteBuffer b = control.bytes();
    int end = (int) header.bytes().getLong(40);
    int at = 0;
    while (at + CONTROL_HEADER <= end) {
      int length = (int) b.getLong(at);
      boolean rights = b.getInt(at + 8) == SOL_SOCKET && b.getInt(at + 12) == SCM_RIGHTS;
      for (int i = at + CONTROL_HEADER; rights && i + 4 <= at + length; i += 4) {
        descriptors.add(OwnedFd.adopt(b.getInt(i), title));
      }
      at += Math.max(CONTROL_HEADER, aligned(length));
    }
    return descriptors;
  }

  private static int aligned(int length) {
    return (length + 7) & ~7;
  }
}
