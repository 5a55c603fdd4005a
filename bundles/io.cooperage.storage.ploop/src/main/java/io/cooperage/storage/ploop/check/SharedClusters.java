package io.cooperage.storage.ploop.check;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.ClusterSet;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.DataArea.EntryState;

/** Gives each entry a cluster of its own, as a copy of the one that it shares. */
final class SharedClusters {
  private final OwnedFd file;
  private final AllocationTable table;
  private final DataArea area;
  private final Progress progress;

  SharedClusters(OwnedFd file, AllocationTable table, Progress progress) {
    this.file = file;
    this.table = table;
    this.area = table.area();
    this.progress = progress;
  }

  void separate() {
    ClusterCopier copier = new ClusterCopier(file, area);
    forEachShared((cluster, slot, own) -> copier.copy(slot, own));
    FileCalls.sync(file);
    forEachShared((cluster, slot, own) -> table.set(cluster, area.entry(own)));
    FileCalls.sync(file);
  }

  // Both passes meet the same entries, since the second one changes only what it has passed.
  private void forEachShared(Separation separation) {
    ClusterSet seen = new ClusterSet();
    long own = area.slots();
    for (long cluster = 0; cluster < table.entries(); cluster++) {
      long entry = table.entry(cluster);
      if (area.state(entry) == EntryState.MAPPED && !seen.add(area.slot(entry))) {
        separation.accept(cluster, area.slot(entry), own++);
        progress.reached(cluster * area.header().clusterSize(), area.header().size());
      }
    }
  }

  @FunctionalInterface
  private interface Separation {
    void accept(long cluster, long slot, long own);
  }
}
