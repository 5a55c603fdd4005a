package io.cooperage.rest.http;

import java.util.concurrent.Semaphore;

/**
 * Bounds the requests that wait for an operation to end, each of which holds a thread of the
 * server, so that others are answered. Safe for any thread.
 */
public final class WaitingRoom {
  /** A quarter of the server's threads. */
  public static final int SEATS = 32;

  private final Semaphore free = new Semaphore(SEATS);

  /** Waits by the action; answers false at once if too many wait already. */
  boolean wait(Runnable action) {
    if (!free.tryAcquire()) {
      return false;
    }
    try {
      action.run();
      return true;
    } finally {
      free.release();
    }
  }
}
