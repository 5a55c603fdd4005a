package io.cooperage.core.pool;

import io.cooperage.core.provider.Leases;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the pools be looked at, by a thread of its own: no job of any CT may hold that up. */
public final class PoolPatrol implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PoolPatrol.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** Looks take at most a tenth of one processor. */
  private static final int REST = 9;

  private final Leases leases;
  private final PoolWatch watch;
  private final BooleanSupplier known;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "cooperage-pools");

  /**
   * Prepares.
   *
   * @param known whether every CT of the node is in the roster
   */
  public PoolPatrol(Leases leases, PoolWatch watch, BooleanSupplier known) {
    this.leases = leases;
    this.watch = watch;
    this.known = known;
    thread.setDaemon(true);
  }

  /** Begins. */
  public void open() {
    thread.start();
  }

  private void work() {
    try {
      long pause = 0;
      while (!closed.await(pause, TimeUnit.NANOSECONDS)) {
        long begun = System.nanoTime();
        long next = look().toNanos();
        pause = Math.max(next, REST * (System.nanoTime() - begun));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration look() {
    try {
      return leases.together(() -> watch.look(known.getAsBoolean()));
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A look at the pools failed", e);
      return AFTER_FAILURE;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
