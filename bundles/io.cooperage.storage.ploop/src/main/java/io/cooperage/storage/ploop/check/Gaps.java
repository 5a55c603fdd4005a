package io.cooperage.storage.ploop.check;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.ClusterSet;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.DataArea.EntryState;
import io.cooperage.storage.ploop.format.ExtensionState;

/** Clusters of the file that nothing names. The last clusters are moved into them. */
final class Gaps {
  private final OwnedFd file;
  private final AllocationTable table;
  private final DataArea area;
  private final ClusterSet used;
  private final boolean movable;

  Gaps(OwnedFd file, ImageScan scan) {
    this.file = file;
    this.table = scan.table();
    this.area = table.area();
    this.used = scan.entries().used();
    this.movable = scan.extension() == ExtensionState.NONE;
  }

  /** Closes them and cuts the file; with an extension only what lies behind the last cluster. */
  void close(Progress progress) {
    long end = used.highest() + 1;
    if (movable) {
      end = used.size();
      ClusterCopier copier = new ClusterCopier(file, area);
      forEachBehind(
          end,
          (cluster, slot, gap) -> {
            copier.copy(slot, gap);
            progress.reached(cluster * area.header().clusterSize(), area.header().size());
          });
      FileCalls.sync(file);
      forEachBehind(end, (cluster, slot, gap) -> table.set(cluster, area.entry(gap)));
      FileCalls.sync(file);
    }
    FileCalls.resize(file, area.offset(end));
  }

  // Both passes meet the same entries, since the second one changes only what it has passed.
  private void forEachBehind(long end, Move move) {
    long gap = 0;
    for (long cluster = 0; cluster < table.entries(); cluster++) {
      long entry = table.entry(cluster);
      if (area.state(entry) == EntryState.MAPPED && area.slot(entry) >= end) {
        while (used.contains(gap)) {
          gap++;
        }
        move.accept(cluster, area.slot(entry), gap++);
      }
    }
  }

  @FunctionalInterface
  private interface Move {
    void accept(long cluster, long slot, long gap);
  }
}
