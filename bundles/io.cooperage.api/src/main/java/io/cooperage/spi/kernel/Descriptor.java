package io.cooperage.spi.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * An open file descriptor with one owner, who closes it. Safe to close twice and from any thread.
 */
public final class Descriptor implements AutoCloseable {
  private final int fd;
  private final IntConsumer closer;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private Descriptor(int fd, IntConsumer closer) {
    this.fd = fd;
    this.closer = closer;
  }

  /** Takes over a descriptor number; {@code closer} is called once with it. */
  public static Descriptor owning(int fd, IntConsumer closer) {
    if (fd < 0) {
      throw new IllegalArgumentException("not a descriptor: " + fd);
    }
    return new Descriptor(fd, closer);
  }

  /**
   * The number, valid until closed.
   *
   * @throws IllegalStateException after close
   */
  public int fd() {
    if (!open.get()) {
      throw new IllegalStateException("descriptor is closed");
    }
    return fd;
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      closer.accept(fd);
    }
  }
}
