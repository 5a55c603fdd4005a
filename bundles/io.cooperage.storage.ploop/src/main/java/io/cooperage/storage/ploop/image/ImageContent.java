package io.cooperage.storage.ploop.image;

import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.node.ProgressSink;

/** Fills the file system of an image that is being made. */
@FunctionalInterface
public interface ImageContent {
  /**
   * Fills it; what is there when this returns is in every disk made from the image.
   *
   * @param root the mounted, empty file system; borrowed
   */
  void fill(DiskSpec spec, OwnedFd root, ProgressSink progress);
}
