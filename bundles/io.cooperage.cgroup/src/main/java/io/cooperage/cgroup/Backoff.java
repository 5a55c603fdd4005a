package io.cooperage.cgroup;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits in growing steps, 0.2 ms to 20 ms, for something that the kernel does by itself. */
final class Backoff {
  private static final long FIRST = 200_000;
  private static final long LONGEST = 20_000_000;

  private final long deadline;
  private long step = FIRST;
  private int rounds;

  Backoff(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  /** Waits one step; says false, without waiting, when the time is over. */
  boolean pause() {
    if (System.nanoTime() - deadline >= 0) {
      return false;
    }
    LockSupport.parkNanos(step);
    step = Math.min(LONGEST, step * 2);
    rounds++;
    return true;
  }

  int rounds() {
    return rounds;
  }
}
