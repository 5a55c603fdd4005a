package io.cooperage.storage.ploop;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.PoolTenants;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a test says of the CTs in a pool. */
final class KnownTenants implements PoolTenants {
  private final Map<ContainerId, Standing> standings = new ConcurrentHashMap<>();
  private final Set<String> templates = new HashSet<>();
  private final Queue<Runnable> meanwhile = new ArrayDeque<>();

  void know(ContainerId id, Standing standing) {
    standings.put(id, standing);
  }

  void need(String digest) {
    templates.add(digest);
  }

  /** Has something happen after a flaw was found and before it is mended. */
  void meanwhile(Runnable work) {
    meanwhile.add(work);
  }

  private void happen() {
    for (Runnable next = meanwhile.poll(); next != null; next = meanwhile.poll()) {
      next.run();
    }
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
    happen();
    return templates.contains(digest);
  }

  @Override
  public Set<String> recordNames() {
    return Set.of("container.json", "journal");
  }

  @Override
  public boolean undisturbed(ContainerId container, Runnable work) {
    happen();
    if (standing(container) != Standing.IDLE) {
      return false;
    }
    work.run();
    return true;
  }
}
