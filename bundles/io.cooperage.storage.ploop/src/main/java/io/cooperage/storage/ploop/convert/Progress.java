package io.cooperage.storage.ploop.convert;

/** Follows long work. */
@FunctionalInterface
public interface Progress {
  /** For work that nobody follows or cancels. */
  Progress UNATTENDED = (done, total) -> {};

  /**
   * Called at short intervals by the thread that works. What it throws ends the work.
   *
   * @param done how much is dealt with, in bytes of the disk unless the work says otherwise
   * @param total how much there is
   */
  void reached(long done, long total);
}
