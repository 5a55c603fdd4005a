package io.cooperage.storage.ploop.attach;

import java.util.Optional;

/**
 * A way to have an image as a block device. Any thread may call; what is attached belongs to the
 * kernel and needs no process of ours.
 */
public interface BackEnd {
  /** What it is called in {@code ct pool status}, as "loop". */
  String name();

  /** What it needs and the host lacks, now; empty if it can be used. */
  Optional<String> missing();

  /** Whether it can serve a disk that lies so, were it there. */
  boolean serves(DiskMap map);

  /**
   * Makes a read-only device. The files stay open, and locked if they were, as long as it is there.
   *
   * @throws io.cooperage.linux.LinuxException when the kernel refuses; nothing is left then
   */
  AttachedDevice attach(DiskMap map);
}
