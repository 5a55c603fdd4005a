package io.cooperage.testing.fake;

import io.cooperage.spi.node.ProgressSink;

/** Hears nothing and cancels nothing. */
record SilentProgress() implements ProgressSink {
  @Override
  public void progress(int percent, String message) {}

  @Override
  public void checkCancelled() {}
}
