package io.cooperage.storage.ploop.convert;

import java.nio.ByteBuffer;

/** Zero bytes, found and made. */
final class Zeros {
  private static final int CHUNK = 1 << 16;
  private static final ByteBuffer NONE = ByteBuffer.allocateDirect(CHUNK).asReadOnlyBuffer();

  private Zeros() {}

  /** Whether a part of a buffer is zeros only. */
  static boolean only(ByteBuffer buffer, int from, int to) {
    for (int at = from; at < to; at += CHUNK) {
      int length = Math.min(CHUNK, to - at);
      if (buffer.slice(at, length).mismatch(NONE.slice(0, length)) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Fills the remaining space of a buffer. */
  static void fill(ByteBuffer into) {
    while (into.hasRemaining()) {
      into.put(NONE.slice(0, Math.min(CHUNK, into.remaining())));
    }
  }
}
