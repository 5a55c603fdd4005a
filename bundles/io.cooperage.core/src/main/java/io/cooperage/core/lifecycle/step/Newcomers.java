package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.Ctid;
import io.cooperage.core.admission.IdSlots;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.RecordKeeper;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.store.ContainerRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Gives new CTs a number and CTs an id slot. Safe for any thread. */
public final class Newcomers {
  private final Roster roster;
  private final IdSlots slots;

  public Newcomers(Roster roster, IdSlots slots) {
    this.roster = roster;
    this.slots = slots;
  }

  /**
   * Adds one. One at a time: two must not take the same number or id slot.
   *
   * @param ctid the wanted number; empty for the lowest that is free
   * @throws io.cooperage.api.error.ContainerException CONTAINER_EXISTS, NAME_IN_USE, NO_RESOURCES
   */
  public synchronized LiveContainer add(
      Optional<Ctid> ctid, boolean privileged, BiFunction<Ctid, IdMap, ContainerRecord> record) {
    IdMap ids =
        privileged
            ? IdMap.PRIVILEGED
            : slots.free(roster.all().stream().map(c -> c.record().idMap()).toList(), 1);
    return roster.add(record.apply(ctid.orElseGet(roster::freeCtid), ids));
  }

  /**
   * Moves a CT that is down to a wider slot if its own is too narrow: ids on its disk start at 0
   * wherever it lies. A wide one stays wide, for files on the disk may be of its upper ids.
   *
   * @param count how many slots wide it must be
   * @throws io.cooperage.api.error.ContainerException NO_RESOURCES
   */
  synchronized void widen(LiveContainer live, int count, RecordKeeper keeper) {
    IdMap now = live.record().idMap();
    if (now.privileged() || now.width() >= slots.width(count)) {
      return;
    }
    List<IdMap> others =
        roster.all().stream().filter(c -> c != live).map(c -> c.record().idMap()).toList();
    IdMap wide = slots.free(others, count);
    keeper.update(live, r -> r.idMap(wide).revision(live.record().revision()));
  }
}
