package io.cooperage.spi.job;

import io.cooperage.spi.node.ProgressSink;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The work of a job that needs no journal: what it changes is complete or absent whenever it may
 * end.
 *
 * @param <T> what it yields
 */
@ConsumerType
@FunctionalInterface
public interface JobTask<T> {
  /**
   * Works on a jobs thread, once.
   *
   * @throws io.cooperage.api.error.ContainerException the job's error
   */
  T run(ProgressSink progress);
}
