package io.cooperage.api.node;

import io.cooperage.api.job.Job;
import java.util.Optional;
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

  /**
   * Looks for what does not belong in a pool and for what is missing, while CTs run. That something
   * is found is no failure of the job.
   *
   * @param kind its kind of storage; empty for that of new CTs
   * @param repair whether what needs no guess is repaired. What may hold data is moved to the
   *     pool's folder {@code lost+found}, never deleted; a CT that runs, or that a job holds, is
   *     left alone
   * @return yields what was found
   * @throws io.cooperage.api.error.ContainerException UNSUPPORTED if there is no such pool; the job
   *     fails so if its storage cannot be checked
   */
  Job<PoolCheck> check(String kind, boolean repair);

  /**
   * What the last check of a pool found; empty if this daemon made none.
   *
   * @param kind its kind of storage; empty for that of new CTs
   */
  Optional<PoolCheck> checked(String kind);
}
