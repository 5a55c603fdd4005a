package io.cooperage.api.job;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A job that was accepted.
 *
 * @param <T> what it yields
 */
@ProviderType
public interface Job<T> {
  JobInfo info();

  /**
   * Waits for the end.
   *
   * @return what it yielded; empty for jobs that yield nothing
   * @throws io.cooperage.api.error.ContainerException the job's own error, CANCELLED, or TIMEOUT
   *     (the job goes on)
   */
  Optional<T> await(Duration timeout);

  /** Waits a long time (a day). */
  default Optional<T> await() {
    return await(Duration.ofDays(1));
  }

  /** Asks it to stop; what it did is undone. Has no effect once it ended. */
  void cancel();
}
