package io.cooperage.api.quota;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Quotas of running CTs. They are stored on the CT's disk, and bite while {@code quotaugidlimit} is
 * on. Safe for any thread; every call opens the CT's disk for a moment.
 */
@ProviderType
public interface QuotaService {
  /** Most users, and most groups, of one report: as many as a CT has ids unless told otherwise. */
  int MOST = 65_536;

  /**
   * Everyone who has files or limits, users first, by id; of more than {@link #MOST} users or
   * groups those with the lowest ids.
   *
   * @throws ContainerException NOT_RUNNING; UNSUPPORTED if the kernel or the disk has no quotas
   */
  List<QuotaEntry> report(ContainerId id);

  /**
   * Replaces the limits of one user or group.
   *
   * @throws ContainerException as {@link #report}
   */
  void set(ContainerId id, QuotaOwner owner, long ownerId, QuotaLimits limits);
}
