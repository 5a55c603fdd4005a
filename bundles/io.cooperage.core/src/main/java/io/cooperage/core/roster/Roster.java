package io.cooperage.core.roster;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.catalog.NearestName;
import io.cooperage.spi.store.BrokenRecord;
import io.cooperage.spi.store.ContainerRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Every CT of this node by UUID, number and name. Safe for any thread. */
@Component(service = Roster.class)
public final class Roster {
  private final Map<ContainerId, LiveContainer> byId = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Ctid, LiveContainer> byCtid = new ConcurrentSkipListMap<>();
  private final Map<ContainerName, LiveContainer> byName = new HashMap<>();
  private volatile List<BrokenRecord> broken = List.of();

  /** An empty roster. */
  @Activate
  public Roster() {}

  /**
   * Adds a CT whose number and name are free.
   *
   * @throws ContainerException CONTAINER_EXISTS, NAME_IN_USE
   */
  public synchronized LiveContainer add(ContainerRecord record) {
    LiveContainer other = byCtid.get(record.ctid());
    if (other != null || byId.containsKey(record.id())) {
      throw new ContainerException(
          ErrorCode.CONTAINER_EXISTS, "CT " + record.ctid() + " exists already");
    }
    record.name().ifPresent(n -> requireFree(n, record.id()));
    LiveContainer live = new LiveContainer(record);
    byId.put(record.id(), live);
    byCtid.put(record.ctid(), live);
    record.name().ifPresent(n -> byName.put(n, live));
    return live;
  }

  private void requireFree(ContainerName name, ContainerId asker) {
    LiveContainer other = byName.get(name);
    if (other != null && !other.id().equals(asker)) {
      throw new ContainerException(
          ErrorCode.NAME_IN_USE, "the name '" + name + "' is that of CT " + other.record().ctid());
    }
  }

  /** The lowest number that is free. */
  public synchronized Ctid freeCtid() {
    int next = Ctid.LOWEST;
    for (Ctid taken : byCtid.keySet()) {
      if (taken.number() > next) {
        break;
      }
      next = taken.number() + 1;
    }
    if (next > Ctid.HIGHEST) {
      throw new ContainerException(ErrorCode.NO_RESOURCES, "every CTID is taken");
    }
    return new Ctid(next);
  }

  /** Reserves a new name before the record is saved with it. */
  public synchronized void rename(LiveContainer live, ContainerName name) {
    requireFree(name, live.id());
    byName.put(name, live);
  }

  /** Gives up a name that was reserved and not saved. */
  public synchronized void keepName(LiveContainer live) {
    saved(live, live.record());
  }

  /** Takes over a saved record. */
  synchronized void saved(LiveContainer live, ContainerRecord record) {
    live.record(record);
    byName.values().removeIf(l -> l == live);
    record.name().ifPresent(n -> byName.put(n, live));
  }

  /** Forgets a CT. */
  public synchronized void remove(ContainerId id) {
    LiveContainer live = byId.remove(id);
    if (live != null) {
      byCtid.remove(live.record().ctid());
      byName.values().removeIf(l -> l == live);
    }
  }

  public Optional<LiveContainer> find(ContainerId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** By any reference. */
  public Optional<LiveContainer> find(ContainerRef ref) {
    if (ref instanceof ContainerRef.ById r) {
      return find(r.id());
    }
    if (ref instanceof ContainerRef.ByCtid r) {
      return Optional.ofNullable(byCtid.get(r.ctid()));
    }
    return findName(((ContainerRef.ByName) ref).name());
  }

  private synchronized Optional<LiveContainer> findName(ContainerName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * By any reference.
   *
   * @throws ContainerException NO_SUCH_CONTAINER, BROKEN_CONTAINER
   */
  public LiveContainer need(ContainerRef ref) {
    return find(ref).orElseThrow(() -> absent(ref));
  }

  private ContainerException absent(ContainerRef ref) {
    Optional<BrokenRecord> bad =
        broken.stream().filter(b -> b.id().toString().equals(ref.toString())).findFirst();
    if (bad.isPresent()) {
      return new ContainerException(
          ErrorCode.BROKEN_CONTAINER,
          "the record of CT " + ref + " cannot be used: " + bad.get().reason(),
          "Its files are left alone; mend container.json or restore it, then restart the daemon.");
    }
    return new ContainerException(ErrorCode.NO_SUCH_CONTAINER, "there is no CT " + ref, near(ref));
  }

  private synchronized String near(ContainerRef ref) {
    List<String> names = byName.keySet().stream().map(ContainerName::text).toList();
    return NearestName.of(ref.toString(), names)
        .map(n -> "Did you mean " + n + "?")
        .orElse("'ct list' shows all.");
  }

  /**
   * The CT of a job.
   *
   * @throws ContainerException NO_SUCH_CONTAINER
   */
  public LiveContainer need(ContainerId id) {
    return need(ContainerRef.of(id));
  }

  /** In order of number. */
  public Collection<LiveContainer> all() {
    return byCtid.values();
  }

  public List<BrokenRecord> broken() {
    return broken;
  }

  public void broken(List<BrokenRecord> records) {
    broken = List.copyOf(records);
  }
}
