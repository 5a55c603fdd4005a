package io.cooperage.rest.testing;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.quota.QuotaEntry;
import io.cooperage.api.quota.QuotaLimits;
import io.cooperage.api.quota.QuotaOwner;
import io.cooperage.api.quota.QuotaService;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Quotas in memory, the same for every container. */
public final class MemoryQuotas implements QuotaService {
  private final List<QuotaEntry> entries = new CopyOnWriteArrayList<>();

  @Override
  public List<QuotaEntry> report(ContainerId id) {
    return List.copyOf(entries);
  }

  @Override
  public void set(ContainerId id, QuotaOwner owner, long ownerId, QuotaLimits limits) {
    entries.add(new QuotaEntry(owner, ownerId, 0, 0, limits));
  }
}
