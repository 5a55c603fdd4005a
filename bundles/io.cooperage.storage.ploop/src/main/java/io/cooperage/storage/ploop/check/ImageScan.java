package io.cooperage.storage.ploop.check;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.check.Finding.Kind;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.DataArea.EntryState;
import io.cooperage.storage.ploop.format.ExtensionState;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import java.util.ArrayList;
import java.util.List;

/** All that can be told of an image without changing it. */
final class ImageScan {
  private final OwnedFd file;
  private final FileBytes bytes;
  private final PloopHeader header;
  private final long raggedTail;
  private final AllocationTable table;
  private final TableScan scan;
  private final ExtensionState extension;

  /** Reads the whole table of an open image. */
  ImageScan(OwnedFd file, Progress progress) {
    this.file = file;
    this.bytes = new FileBytes(file);
    this.header = PloopHeader.parse(bytes);
    this.raggedTail = new DataArea(header, bytes.size()).raggedTail();
    long whole = raggedTail == 0 ? bytes.size() : bytes.size() - raggedTail + header.clusterSize();
    this.table = new AllocationTable(bytes, new DataArea(header, whole));
    this.scan = new TableScan(table, progress);
    this.extension = ExtensionState.of(bytes, header, scan.used());
  }

  PloopHeader header() {
    return header;
  }

  AllocationTable table() {
    return table;
  }

  TableScan entries() {
    return scan;
  }

  ExtensionState extension() {
    return extension;
  }

  /** Clusters of the file that nothing names. */
  long leaks() {
    return table.area().slots() - scan.used().size();
  }

  /** Whether the table is broken and can be made anew. */
  boolean brokenIdentity() {
    try {
      IdentityLayout.of(header);
      return scan.brokenIdentity();
    } catch (MalformedImageException e) {
      return false; // an image of another layout
    }
  }

  /** Whether entries are lost for good; then nothing is moved, lest they name something again. */
  boolean entriesLost() {
    return scan.count(EntryState.OUTSIDE) + scan.count(EntryState.MISALIGNED) > 0
        && !brokenIdentity();
  }

  /** Whether the image may be changed: what a broken extension had might forbid it. */
  boolean changeable() {
    return extension != ExtensionState.UNKNOWN_FEATURE && extension != ExtensionState.BROKEN;
  }

  /** Whether the clusters that nothing names can be closed up or cut off. */
  boolean leaksMendable() {
    boolean atEnd = table.area().slots() - scan.used().highest() - 1 == leaks();
    return changeable() && !entriesLost() && (atEnd || extension != ExtensionState.SOUND);
  }

  CheckReport report() {
    List<Finding> findings = new ArrayList<>();
    boolean sound = changeable() && !entriesLost();
    add(findings, Kind.NOT_CLOSED, header.inUse() == InUse.OPEN ? 1 : 0, "the header", sound);
    entries(findings, Kind.OUTSIDE, EntryState.OUTSIDE);
    entries(findings, Kind.MISALIGNED, EntryState.MISALIGNED);
    add(findings, Kind.SHARED, scan.shared(), "entry " + scan.firstShared(), sound);
    long reserved = ReservedRoom.firstNotZero(file, header);
    add(findings, Kind.RESERVED_ROOM, reserved < 0 ? 0 : 1, "byte " + reserved, changeable());
    String all = "of " + table.area().slots() + " clusters";
    add(findings, Kind.LEAK, leaks(), all, leaksMendable());
    add(findings, Kind.RAGGED_TAIL, raggedTail > 0 ? 1 : 0, raggedTail + " bytes", changeable());
    extension(findings);
    long allocated = table.entries() - scan.count(EntryState.HOLE);
    return new CheckReport(table.entries(), allocated, findings);
  }

  private void extension(List<Finding> findings) {
    String where = "sector " + header.extensionSectors();
    boolean droppable = extension == ExtensionState.DROPPABLE;
    boolean broken = droppable || extension == ExtensionState.BROKEN;
    add(findings, Kind.EXTENSION, broken ? 1 : 0, where, droppable);
    boolean unknown = extension == ExtensionState.UNKNOWN_FEATURE;
    add(findings, Kind.UNKNOWN_FEATURE, unknown ? 1 : 0, where, false);
  }

  private void entries(List<Finding> findings, Kind kind, EntryState state) {
    boolean mendable = changeable() && brokenIdentity();
    add(findings, kind, scan.count(state), "entry " + scan.first(state), mendable);
  }

  private static void add(
      List<Finding> findings, Kind kind, long count, String where, boolean repairable) {
    if (count > 0) {
      findings.add(new Finding(kind, count, where, repairable));
    }
  }
}
