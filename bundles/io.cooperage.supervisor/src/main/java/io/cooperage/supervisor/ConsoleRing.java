package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The last output of a console in shared memory; {@code struct ring} of {@code console.c}. */
final class ConsoleRing {
  private static final int HEADER = 16;
  private static final int LARGEST = 1 << 20;

  private ConsoleRing() {}

  /** Returns what was written before a position, as far as the ring still has it. */
  static byte[] read(OwnedFd memory, long until) {
    ByteBuffer head = readAt(memory, 0, HEADER);
    int size = head.getInt(4);
    if (head.getInt(0) != Wire.MAGIC || size <= 0 || size > LARGEST) {
      throw new SupervisorException("read the console's ring", Errno.EBADMSG.number());
    }
    ByteBuffer data = readAt(memory, HEADER, size);
    // Read again: what was written while the data was copied has overwritten its oldest part.
    long written = readAt(memory, 0, HEADER).getLong(8);
    long start = Math.max(0, written - size);
    byte[] log = new byte[(int) Math.max(0, Math.min(until, written) - start)];
    for (int i = 0; i < log.length; i++) {
      log[i] = data.get((int) ((start + i) % size));
    }
    return log;
  }

  private static ByteBuffer readAt(OwnedFd memory, long offset, int size) {
    ByteBuffer b = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (b.hasRemaining()) {
      int n = FileCalls.read(memory, b, offset + b.position());
      if (n <= 0) {
        throw new SupervisorException("read the console's ring", Errno.EBADMSG.number());
      }
    }
    return b.flip().order(ByteOrder.LITTLE_ENDIAN);
  }
}
