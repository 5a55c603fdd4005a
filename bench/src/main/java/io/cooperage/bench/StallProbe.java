package io.cooperage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to a file all the time and notes how long a write was held up: what a program in the CT
 * sees of a freeze, and whatever else held it up meanwhile.
 */
final class StallProbe implements AutoCloseable {
  private static final long PAUSE_NANOS = 200_000;
  private static final int BLOCK = 512;

  private final FileChannel file;
  private final Thread thread = new Thread(this::write, "stall-probe");
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private volatile boolean closed;

  /** Begins to write to an existing file. */
  StallProbe(Path path) {
    try {
      file = FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  private void write() {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    while (!closed) {
      long began = System.nanoTime();
      try {
        file.write(block.rewind(), 0);
      } catch (IOException e) {
        return;
      }
      long took = System.nanoTime() - began;
      longest.accumulateAndGet(took, Math::max);
      writes.incrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Milliseconds of the longest write that ended while an action ran, or right after it. */
  double during(Runnable action) {
    awaitTurn();
    longest.set(0);
    action.run();
    awaitTurn();
    return longest.get() / 1e6;
  }

  // Two: one may have begun before this was called.
  private void awaitTurn() {
    long enough = writes.get() + 2;
    while (writes.get() < enough) {
      if (!thread.isAlive()) {
        throw new IllegalStateException("the writer has failed");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
