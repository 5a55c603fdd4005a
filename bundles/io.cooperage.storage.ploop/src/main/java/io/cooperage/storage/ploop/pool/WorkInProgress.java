package io.cooperage.storage.ploop.pool;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Files and folders of the pool that this daemon is making now. The pool has one daemon, so one
 * that is not among them is what an earlier daemon left. Any thread may call.
 */
public final class WorkInProgress {
  private final Set<Path> paths = new HashSet<>();

  /** Works on a path; waits while others work on the same one. */
  public <T> T during(Path path, Supplier<T> action) {
    begin(path);
    try {
      return action.get();
    } finally {
      end(path);
    }
  }

  /** Begins work on a path, before it is there; waits while others work on the same one. */
  public synchronized void begin(Path path) {
    boolean interrupted = false;
    while (!paths.add(path)) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends work that was begun, wherever that was; no error if it was not. */
  public synchronized void end(Path path) {
    paths.remove(path);
    notifyAll();
  }

  /** Whether somebody works on it. */
  public synchronized boolean has(Path path) {
    return paths.contains(path);
  }

  /**
   * Does short work on a path, and lets nobody begin meanwhile.
   *
   * @return what the work answered; empty if somebody works on the path
   */
  public synchronized <T> Optional<T> unlessBusy(Path path, Supplier<T> work) {
    return has(path) ? Optional.empty() : Optional.of(work.get());
  }
}
