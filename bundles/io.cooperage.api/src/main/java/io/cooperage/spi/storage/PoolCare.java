package io.cooperage.spi.storage;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.PoolFlaw;
import io.cooperage.spi.node.ProgressSink;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Care of a pool: an optional service of the same kind as a {@link StorageProvider}. One call at a
 * time; after a crash the same call comes again. CTs run on meanwhile.
 */
@ConsumerType
public interface PoolCare {
  /** That of the storage provider. */
  String kind();

  /**
   * Makes the pool as large as asked for; one that has the size already is finished if that was
   * interrupted.
   *
   * @param bytes the whole size
   * @return the size now, a little less by what cannot be divided
   * @throws io.cooperage.api.error.ContainerException BAD_VALUE if it would have to shrink,
   *     NO_SPACE if the host could not hold it, UNSUPPORTED if it is not this node's to grow
   */
  long grow(long bytes, ProgressSink progress);

  /**
   * Looks for what does not belong in the pool and for what is missing.
   *
   * @param tenants what the node knows of the CTs in it
   * @param repair whether what needs no guess is repaired
   * @throws io.cooperage.api.error.ContainerException CANCELLED; UNSUPPORTED if it cannot tell
   */
  default List<PoolFlaw> check(PoolTenants tenants, boolean repair, ProgressSink progress) {
    throw new ContainerException(
        ErrorCode.UNSUPPORTED, "a pool of storage '" + kind() + "' cannot be checked");
  }
}
