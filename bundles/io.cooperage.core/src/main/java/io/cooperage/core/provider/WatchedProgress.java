package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;

/** Hands progress on while the call has time; a call that was given up reports to nobody. */
record WatchedProgress(ProgressSink sink, Deadline deadline) implements ProgressSink {
  @Override
  public void progress(int percent, String message) {
    if (!deadline.missed()) {
      deadline.renew();
      sink.progress(percent, message);
    }
  }

  @Override
  public void checkCancelled() {
    if (deadline.missed()) {
      throw new ContainerException(ErrorCode.CANCELLED, "the call took too long and was given up");
    }
    sink.checkCancelled();
  }
}
