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

  /** Asks it to stop and be undone. */
  void cancel(String id);
}
