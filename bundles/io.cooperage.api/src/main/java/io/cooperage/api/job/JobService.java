package io.cooperage.api.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The node's jobs: all that run, and the last that ended. Safe for any thread. */
@ProviderType
public interface JobService {
  /** Newest first. */
  List<JobInfo> list();

  Optional<JobInfo> find(String id);

  /** Waits until it has ended or the time is over. */
  JobInfo await(String id, Duration timeout);

  /**
   * Asks it to stop and be undone. One that waits for a provider waits no longer: what needs that
   * provider is left, and the job's error says so.
   */
  void cancel(String id);
}
