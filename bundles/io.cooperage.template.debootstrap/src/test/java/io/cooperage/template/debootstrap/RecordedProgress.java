package io.cooperage.template.debootstrap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Progress that a test looks at, and may cancel. */
final class RecordedProgress implements ProgressSink {
  final List<Integer> percents = new CopyOnWriteArrayList<>();
  final List<String> messages = new CopyOnWriteArrayList<>();
  private volatile boolean cancelled;

  void cancel() {
    cancelled = true;
  }

  @Override
  public void progress(int percent, String message) {
    percents.add(percent);
    messages.add(message);
  }

  @Override
  public void checkCancelled() {
    if (cancelled) {
      throw new ContainerException(ErrorCode.CANCELLED, "the job was cancelled");
    }
  }
}
