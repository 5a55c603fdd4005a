package io.cooperage.core.backup;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets one at a time change what a place keeps of a CT, as targets may expect. Who hangs in a
 * target keeps its turn until it comes back. Safe for any thread.
 */
public final class TargetTurns {
  private final Set<Key> taken = new HashSet<>();

  private record Key(String place, ContainerId container) {}

  /** Does the work if nobody else has the turn; else answers false. */
  public boolean ifFree(String place, ContainerId container, Runnable work) {
    Key key = new Key(place, container);
    if (!begin(key)) {
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      end(key);
    }
  }

  /**
   * Waits for the turn and does the work.
   *
   * @throws ContainerException TIMEOUT if nobody gives it up in that time
   */
  public void inTurn(String place, ContainerId container, Duration patience, Runnable work) {
    Key key = new Key(place, container);
    await(key, patience);
    try {
      work.run();
    } finally {
      end(key);
    }
  }

  private synchronized boolean begin(Key key) {
    return taken.add(key);
  }

  private synchronized void await(Key key, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!taken.add(key)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new ContainerException(
            ErrorCode.TIMEOUT,
            "the backup target " + key.place() + " has not answered an earlier call yet",
            "Look whether it hangs.");
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ContainerException(ErrorCode.CANCELLED, "interrupted", "", e);
      }
    }
  }

  private synchronized void end(Key key) {
    taken.remove(key);
    notifyAll();
  }
}
