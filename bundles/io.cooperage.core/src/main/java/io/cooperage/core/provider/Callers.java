package io.cooperage.core.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The threads that are in calls of one service. Safe for any thread. */
final class Callers {
  // A thread stands here once for each call that it is in.
  private final List<Thread> inside = new ArrayList<>();
  private boolean leaving;
  private volatile boolean evicted;

  /** Lets a thread in; false if nobody is let in any more. */
  synchronized boolean enter(Thread caller) {
    return !leaving && inside.add(caller);
  }

  synchronized void leave(Thread caller) {
    inside.remove(caller);
    notifyAll();
  }

  /** Lets nobody in any more, waits for those inside, and then interrupts them. */
  synchronized void retire(Duration grace) {
    leaving = true;
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      long left = grace.toNanos();
      while (!inside.isEmpty() && left > 0) {
        wait(Math.max(1, left / 1_000_000));
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!inside.isEmpty()) {
      evicted = true;
      inside.forEach(BoundedCalls::evict);
    }
  }

  /** Whether some were interrupted because the service is gone. */
  boolean evicted() {
    return evicted;
  }
}
