package io.cooperage.core.lifecycle;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A change's hold on what its CT will claim; it ends with the change's job, however long that
 * takes.
 */
final class ClaimHold implements AutoCloseable {
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Runnable settle;

  ClaimHold(Runnable settle) {
    this.settle = settle;
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      settle.run();
    }
  }
}
