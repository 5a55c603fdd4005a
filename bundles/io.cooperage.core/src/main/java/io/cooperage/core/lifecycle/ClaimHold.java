package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.job.Job;
import io.cooperage.core.admission.Assessment;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.lifecycle.step.EngineParts;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A change's hold on what its CT will claim; it ends with the change's job, however long that
 * takes.
 */
final class ClaimHold implements AutoCloseable {
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Runnable settle;

  private ClaimHold(Runnable settle) {
    this.settle = settle;
  }

  /** Submits a change's job, which holds what was assessed of a CT until it has ended. */
  static <T> Job<T> submit(
      EngineParts parts,
      ContainerId id,
      Map<String, String> kinds,
      Assessment assessment,
      JobRequest<T> request) {
    parts.admission().hold(id, kinds, assessment);
    ClaimHold hold = new ClaimHold(() -> parts.admission().settle(id));
    try {
      return parts.jobs().submit(request.preparedBy(c -> c.hold(ClaimHold.class, hold)));
    } catch (RuntimeException e) {
      hold.close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      settle.run();
    }
  }
}
