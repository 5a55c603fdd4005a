package io.cooperage.api.quota;

import java.util.Objects;

/**
 * Use and limits of one user or group.
 *
 * @param owner user or group
 * @param id as the CT sees it
 * @param space bytes in use
 * @param files number of files
 */
public record QuotaEntry(QuotaOwner owner, long id, long space, long files, QuotaLimits limits) {
  public QuotaEntry {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(limits, "limits");
  }
}
