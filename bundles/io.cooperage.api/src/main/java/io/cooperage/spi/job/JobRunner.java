package io.cooperage.spi.job;

import io.cooperage.api.job.Job;
import org.osgi.annotation.versioning.ProviderType;

/** Takes work of other bundles as jobs. Safe for any thread; never blocks. */
@ProviderType
public interface JobRunner {
  /**
   * Queues a job. Jobs of one target run one after the other.
   *
   * @param action verb, as "install"
   * @param target what it works on, as a plug-in's name
   */
  <T> Job<T> submit(String action, String target, JobTask<T> task);
}
