package io.cooperage.template.busybox;

import io.cooperage.spi.node.ProgressSink;

/** Progress that nobody watches. */
final class QuietProgress implements ProgressSink {
  @Override
  public void progress(int percent, String message) {}

  @Override
  public void checkCancelled() {}
}
