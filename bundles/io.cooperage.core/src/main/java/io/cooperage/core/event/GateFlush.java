package io.cooperage.core.event;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flushes a gate again and again, on a thread of its own: nobody else's work holds events up. */
public final class GateFlush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GateFlush.class);

  private final EventGate gate;
  private final Duration period;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** A flush that rests until it is opened. */
  public GateFlush(EventGate gate, Duration period) {
    this.gate = gate;
    this.period = period;
    this.thread = new Thread(this::work, "cooperage-events-held");
    thread.setDaemon(true);
  }

  /** Begins. */
  public void open() {
    thread.start();
  }

  private void work() {
    try {
      while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
        flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void flush() {
    try {
      gate.flush();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("Events that were held back could not be told", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
