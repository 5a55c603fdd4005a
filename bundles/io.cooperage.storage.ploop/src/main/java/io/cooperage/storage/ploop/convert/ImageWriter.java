package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;

/** Writes the content of a disk as an image of one format. */
interface ImageWriter {
  /**
   * The size that a disk gets in this format.
   *
   * @param size of the content in bytes
   * @throws IllegalArgumentException if the format cannot hold it
   */
  long diskSize(long size);

  /** Writes the whole image into an empty file; the caller makes it durable. */
  void write(VirtualDisk source, OwnedFd target, Progress progress);
}
