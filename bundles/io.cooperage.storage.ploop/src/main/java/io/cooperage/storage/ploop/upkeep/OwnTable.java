package io.cooperage.storage.ploop.upkeep;

import io.cooperage.api.disk.DiskFault;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.convert.SourceFile;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.DataArea.EntryState;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The table of an image that a CT runs from. Its clusters have one place each, so an entry that was
 * never written, or was lost, is made anew; a repair of any ploop image would take it for a hole,
 * and give the cluster to another.
 */
final class OwnTable {
  private OwnTable() {}

  /** What is wrong with it alone; empty also if it might be another image's table. */
  static Optional<DiskFault> check(Path image) {
    try (OwnedFd file = SourceFile.open(image)) {
      long lost = lost(file);
      return lost == 0 ? Optional.empty() : Optional.of(fault(lost));
    }
  }

  /** Makes it anew if it is broken. Until it is whole the image is marked as in use. */
  static void mend(Path image) {
    try (OwnedFd file = SourceFile.openAlone(image)) {
      if (lost(file) > 0) {
        FileBytes bytes = new FileBytes(file);
        PloopHeader header = PloopHeader.parse(bytes);
        FileCalls.write(file, header.with(InUse.OPEN).encode(), 0);
        FileCalls.sync(file);
        IdentityLayout.of(header).writeTable(bytes);
        FileCalls.sync(file);
      }
    }
  }

  private static DiskFault fault(long lost) {
    return new DiskFault(
        "table", lost, "entries of its table are lost; their clusters are known", true, true);
  }

  /** Entries that name nothing, if all others name their own cluster and the file has them all. */
  private static long lost(OwnedFd file) {
    FileBytes bytes = new FileBytes(file);
    PloopHeader header = PloopHeader.parse(bytes);
    if (!own(header, bytes.size())) {
      return 0;
    }
    DataArea area = new DataArea(header, bytes.size());
    AllocationTable table = new AllocationTable(bytes, area);
    long lost = 0;
    for (long cluster = 0; cluster < table.entries(); cluster++) {
      long entry = table.entry(cluster);
      if (area.state(entry) != EntryState.MAPPED) {
        lost++;
      } else if (area.slot(entry) != cluster) {
        return 0;
      }
    }
    return lost;
  }

  private static boolean own(PloopHeader header, long length) {
    try {
      IdentityLayout layout = IdentityLayout.of(header);
      layout.checkLength(length);
      return true;
    } catch (MalformedImageException e) {
      return false;
    }
  }
}
