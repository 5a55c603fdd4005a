package io.cooperage.storage.ploop;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.PoolTenants;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a test says of the CTs in a pool. */
final class KnownTenants implements PoolTenants {
  private final Map<ContainerId, Standing> standings = new ConcurrentHashMap<>();
  private final Set<String> templates = new HashSet<>();

  void know(ContainerId id, Standing standing) {
    standings.put(id, standing);
  }

  void need(String digest) {
    templates.add(digest);
  }

  @Override
  public Set<ContainerId> containers() {
    return Set.copyOf(standings.keySet());
  }

  @Override
  public Standing standing(ContainerId container) {
    return standings.getOrDefault(container, Standing.UNKNOWN);
  }

  @Override
  public boolean needsTemplate(String digest) {
    return templates.contains(digest);
  }

  @Override
  public Set<String> recordNames() {
    return Set.of("container.json", "journal");
  }

  @Override
  public boolean undisturbed(ContainerId container, Runnable work) {
    if (standing(container) != Standing.IDLE) {
      return false;
    }
    work.run();
    return true;
  }
}
