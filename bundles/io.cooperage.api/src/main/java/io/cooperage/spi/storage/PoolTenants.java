package io.cooperage.spi.storage;

import io.cooperage.api.container.ContainerId;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the node knows of the CTs in a pool. Each call tells of now, so whoever lists files asks
 * afterwards: what is being made is known before its first file is there. Safe for any thread.
 */
@ProviderType
public interface PoolTenants {
  /** CTs whose disk is in the pool. */
  Set<ContainerId> containers();

  /** What is known of a CT. */
  Standing standing(ContainerId container);

  /** Whether a CT or a job may need the image of a template; true in doubt. */
  boolean needsTemplate(String digest);

  /** Names in a CT's folder that are the node's records, beside the disk. */
  Set<String> recordNames();

  /**
   * Does short work on a CT that neither runs nor is held by a job, and keeps jobs from it
   * meanwhile.
   *
   * @return false if it was not done since the CT is not idle
   */
  boolean undisturbed(ContainerId container, Runnable work);

  /** What is known of a CT. */
  enum Standing {
    /** No CT, and none that a job is about to make. */
    UNKNOWN,
    /** It does not run, and no job holds it. */
    IDLE,
    /** It runs or is mounted, and no job holds it. */
    RUNNING,
    /** A job holds it or makes it. */
    HELD,
    /** Its record cannot be read. */
    BROKEN
  }
}
