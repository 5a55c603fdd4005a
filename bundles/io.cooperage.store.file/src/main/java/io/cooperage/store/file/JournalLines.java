package io.cooperage.store.file;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.StatusCalls;
import java.nio.ByteBuffer;

/**
 * The open journal of one job, to which lines are added; it is not made durable. Safe for any
 * thread.
 */
final class JournalLines implements AutoCloseable {
  private final OwnedFd file;
  private long size;

  /** Takes the file, to be closed with this. */
  JournalLines(OwnedFd file) {
    this.file = file;
    this.size = StatusCalls.status(file).size();
  }

  /** Adds a line by one write(2); false, and nothing is written, above {@code most} bytes. */
  synchronized boolean add(byte[] line, long most) {
    if (size > most) {
      return false;
    }
    FileCalls.write(file, ByteBuffer.wrap(line), size);
    size += line.length;
    return true;
  }

  @Override
  public synchronized void close() {
    file.close();
  }
}
