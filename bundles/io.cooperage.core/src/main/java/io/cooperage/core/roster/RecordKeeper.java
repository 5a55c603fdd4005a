package io.cooperage.core.roster;

import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.ContainerRecordEditor;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes records on disk first and in memory then. Safe for any thread. */
public final class RecordKeeper {
  private final Leases leases;
  private final Roster roster;

  /** A keeper for that roster. */
  public RecordKeeper(Leases leases, Roster roster) {
    this.leases = leases;
    this.roster = roster;
  }

  /** Saves a changed copy of the CT's record. */
  public ContainerRecord update(LiveContainer live, UnaryOperator<ContainerRecordEditor> change) {
    synchronized (live) {
      ContainerRecord record = change.apply(live.record().edit()).build();
      leases.need(Family.STORE, "").runLocked(s -> s.save(record));
      roster.saved(live, record);
      return record;
    }
  }

  /**
   * Notes whether the CT shall run with the node. Fronts do not show that, so the revision stays:
   * nobody's change is refused because of a start.
   */
  public void wantRunning(LiveContainer live, boolean value) {
    synchronized (live) {
      ContainerRecord now = live.record();
      if (now.wantRunning() == value) {
        return;
      }
      ContainerRecord next = now.edit().wantRunning(value).revision(now.revision()).build();
      leases.need(Family.STORE, "").runLocked(s -> s.save(next));
      roster.saved(live, next);
    }
  }

  /** Saves a record as it is. */
  public void save(ContainerRecord record) {
    leases.run(Family.STORE, "", s -> s.save(record));
  }

  /** Saves what is known of the running CT. */
  public void saveRuntime(LiveContainer live, RuntimeRecord runtime) {
    leases.run(Family.STORE, "", s -> s.saveRuntime(runtime));
    live.runtime(Optional.of(runtime));
  }

  /** Forgets the run of a CT. */
  public void deleteRuntime(LiveContainer live) {
    leases.run(Family.STORE, "", s -> s.deleteRuntime(live.id()));
    live.runtime(Optional.empty());
  }
}
