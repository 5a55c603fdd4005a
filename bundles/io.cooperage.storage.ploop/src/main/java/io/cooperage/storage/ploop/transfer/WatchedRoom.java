package io.cooperage.storage.ploop.transfer;

import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.pool.Pool;

/**
 * Follows work that fills the pool with what comes from outside, and ends it before the room that
 * is kept for running containers is touched: how much an image really holds shows only while it is
 * read.
 */
final class WatchedRoom implements Progress {
  private static final long STEP = 64L << 20;

  private final Progress next;
  private final Pool pool;
  private final String what;
  private long asked = -STEP;

  /**
   * Watches.
   *
   * @param next is told of everything
   * @param what is being written, for the refusal
   */
  WatchedRoom(Progress next, Pool pool, String what) {
    this.next = next;
    this.pool = pool;
    this.what = what;
  }

  @Override
  public void reached(long done, long total) {
    next.reached(done, total);
    if (done - asked >= STEP) {
      pool.require(STEP, what);
      asked = done;
    }
  }
}
