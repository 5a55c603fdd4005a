package io.cooperage.api.node;

import io.cooperage.api.job.Job;
import org.osgi.annotation.versioning.ProviderType;

/** Work on storage pools. Safe for any thread. */
@ProviderType
public interface PoolService {
  /**
   * Makes a pool larger while CTs run. An interrupted growth is finished by the next daemon.
   *
   * @param kind its kind of storage; empty for that of new CTs
   * @param bytes its whole size
   * @return yields the pool as it is then
   * @throws io.cooperage.api.error.ContainerException UNSUPPORTED if there is no such pool; the job
   *     fails with BAD_VALUE if it would have to shrink, with NO_SPACE if the host could not hold
   *     it, with UNSUPPORTED if it is a file system of the host
   */
  Job<PoolStatus> grow(String kind, long bytes);
}
