package io.cooperage.storage.ploop.check;

import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.ClusterSet;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.DataArea.EntryState;
import java.util.EnumMap;
import java.util.Map;

/** What the entries of a table say, with nothing taken on trust. */
final class TableScan {
  private static final int REPORT_MASK = (1 << 16) - 1;

  private final AllocationTable table;
  private final DataArea area;
  private final ClusterSet used = new ClusterSet();
  private final Map<EntryState, Long> counts = new EnumMap<>(EntryState.class);
  private final Map<EntryState, Long> firsts = new EnumMap<>(EntryState.class);
  private long shared;
  private long firstShared = -1;
  private long straight;
  private long strayed;

  TableScan(AllocationTable table, Progress progress) {
    this.table = table;
    this.area = table.area();
    for (long cluster = 0; cluster < table.entries(); cluster++) {
      add(cluster);
      if ((cluster & REPORT_MASK) == 0) {
        progress.reached(cluster * area.header().clusterSize(), size());
      }
    }
    progress.reached(size(), size());
  }

  /** The slots that entries name. */
  ClusterSet used() {
    return used;
  }

  long count(EntryState state) {
    return counts.getOrDefault(state, 0L);
  }

  /** The first cluster of the disk whose entry is in that state. */
  long first(EntryState state) {
    return firsts.getOrDefault(state, -1L);
  }

  /** Entries that name a cluster which an earlier one has. */
  long shared() {
    return shared;
  }

  long firstShared() {
    return firstShared;
  }

  /**
   * Whether something is wrong with a table that can only have been the identity: at least every
   * other entry is in its own place, none is a hole, and whatever else is there is wrong by itself.
   */
  boolean brokenIdentity() {
    return count(EntryState.OUTSIDE) + count(EntryState.MISALIGNED) + shared > 0
        && count(EntryState.HOLE) == 0
        && strayed == 0
        && straight * 2 >= table.entries()
        && table.entries() <= area.slots();
  }

  private void add(long cluster) {
    long entry = table.entry(cluster);
    EntryState state = area.state(entry);
    counts.merge(state, 1L, Long::sum);
    firsts.putIfAbsent(state, cluster);
    if (state != EntryState.MAPPED) {
      return;
    }
    long slot = area.slot(entry);
    if (slot == cluster) {
      straight++;
    } else if (slot >= table.entries() || !straightAt(slot)) {
      strayed++;
    }
    if (!used.add(slot)) {
      shared++;
      firstShared = firstShared < 0 ? cluster : firstShared;
    }
  }

  private boolean straightAt(long cluster) {
    long entry = table.entry(cluster);
    return area.state(entry) == EntryState.MAPPED && area.slot(entry) == cluster;
  }

  private long size() {
    return area.header().size();
  }
}
