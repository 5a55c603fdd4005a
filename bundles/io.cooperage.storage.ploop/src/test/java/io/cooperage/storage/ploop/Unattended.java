package io.cooperage.storage.ploop;

import io.cooperage.spi.node.ProgressSink;

/** The progress sink of work that nobody watches or cancels. */
enum Unattended implements ProgressSink {
  WORK;

  @Override
  public void progress(int percent, String message) {}

  @Override
  public void checkCancelled() {}
}
