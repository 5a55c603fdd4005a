package io.cooperage.storage.ploop.upkeep;

import io.cooperage.api.disk.DiskFault;
import io.cooperage.storage.ploop.check.CheckReport;
import io.cooperage.storage.ploop.check.Finding;
import java.util.List;
import java.util.Locale;

/** Tells what was found in the operator's words. */
final class ImageFaults {
  private static final String FILE_SYSTEM = "file-system";

  private ImageFaults() {}

  static List<DiskFault> of(CheckReport report) {
    return report.findings().stream().map(ImageFaults::of).toList();
  }

  private static DiskFault of(Finding finding) {
    return new DiskFault(
        finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        finding.count(),
        text(finding.kind()) + " (" + finding.where() + ")",
        finding.error(),
        finding.repairable());
  }

  private static String text(Finding.Kind kind) {
    return switch (kind) {
      case NOT_CLOSED -> "it is marked as in use: whoever had it open died";
      case OUTSIDE -> "entries of its table name no cluster of the file: their content is lost";
      case MISALIGNED -> "entries of its table name places between two clusters";
      case SHARED -> "entries of its table name clusters that others have";
      case RESERVED_ROOM -> "the room behind its table is not zero";
      case LEAK -> "clusters that nothing names waste space";
      case RAGGED_TAIL -> "the file ends inside a cluster";
      case EXTENSION -> "the format extension is broken";
      case UNKNOWN_FEATURE -> "the format extension has a necessary feature that is not known";
    };
  }

  /** Whether a fault is but what lost entries of the table look like. */
  static boolean followsFromTable(DiskFault fault) {
    return List.of("leak", "outside", "misaligned").contains(fault.kind());
  }

  /** An image that cannot be read as one. */
  static DiskFault unreadable(String text) {
    return new DiskFault("unreadable", 1, text, true, false);
  }

  /** One that is slow to share. */
  static DiskFault scattered(int pieces) {
    return new DiskFault(
        "scattered",
        pieces,
        "it lies in "
            + pieces
            + " pieces, so that snapshots and clones are slow; 'ct compact' lays it out anew",
        false,
        false);
  }

  static DiskFault missing() {
    return new DiskFault("missing", 1, "the descriptor names it, but it is not there", true, false);
  }

  /** What a file system's own program found. */
  static DiskFault fileSystem(String text, boolean repairable) {
    return new DiskFault(FILE_SYSTEM, 1, "the file system in it: " + text, true, repairable);
  }
}
