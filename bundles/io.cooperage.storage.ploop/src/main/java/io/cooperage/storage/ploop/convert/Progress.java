package io.cooperage.storage.ploop.convert;

/** Follows long work. */
@FunctionalInterface
public interface Progress {
  /** For work that nobody follows or cancels. */
  Progress UNATTENDED = (done, total) -> {};

  /**
   * Called at short intervals by the thread that works. What it throws ends the work, which is
   * undone.
   *
   * @param done bytes of the disk that are dealt with
   * @param total size of the disk in bytes
   */
  void reached(long done, long total);
}
