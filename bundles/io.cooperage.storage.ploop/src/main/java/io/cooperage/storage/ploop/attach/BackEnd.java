package io.cooperage.storage.ploop.attach;

import java.util.Optional;

/**
 * A way to have an image as a block device. Any thread may call. A device belongs to the kernel and
 * outlives this process; some are served by this process or the next one.
 */
public interface BackEnd extends AutoCloseable {
  /** What it is called in {@code ct pool status}, as "loop". */
  String name();

  /** What it needs and the host lacks, now; empty if it can be used. */
  Optional<String> missing();

  /** Whether it can serve such an image, were it there. */
  boolean serves(DiskImage image);

  /**
   * Makes a read-only device. The files stay open, and locked if they were, as long as it is there.
   *
   * @throws io.cooperage.linux.LinuxException when the kernel refuses; nothing is left then
   */
  AttachedDevice attach(DiskImage image);

  /**
   * Goes on serving what an earlier process attached, and ends what it left half made. Those whose
   * image is gone or was changed end too.
   */
  default void resume() {}

  /** Stops serving, so that a later process can resume it. */
  @Override
  default void close() {}
}
