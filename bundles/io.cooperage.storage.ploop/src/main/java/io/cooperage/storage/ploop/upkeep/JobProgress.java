package io.cooperage.storage.ploop.upkeep;

import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.convert.Progress;

/**
 * Tells a job how far work on a disk is, and ends the work when the job is cancelled.
 *
 * @param what the job's message
 */
public record JobProgress(ProgressSink sink, String what) implements Progress {
  @Override
  public void reached(long done, long total) {
    sink.checkCancelled();
    sink.progress(total <= 0 ? -1 : (int) (Math.min(done, total) * 100.0 / total), what);
  }

  /** For work that cannot tell how far it is. */
  public void alive() {
    sink.checkCancelled();
    sink.progress(-1, what);
  }
}
