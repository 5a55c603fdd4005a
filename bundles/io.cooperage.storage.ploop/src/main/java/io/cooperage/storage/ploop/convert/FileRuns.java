package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;

/** Where a file has data and where holes. */
final class FileRuns {
  private FileRuns() {}

  /** The run of a file at an offset, cut at an end; both in bytes of the file. */
  static Run at(OwnedFd file, long offset, long end) {
    long data = FileCalls.nextData(file, offset);
    if (data < 0 || data >= end) {
      return new Run(end, Run.Kind.ZERO);
    }
    if (data > offset) {
      return new Run(data, Run.Kind.ZERO);
    }
    long hole = FileCalls.nextHole(file, offset);
    return new Run(hole <= offset ? end : Math.min(hole, end), Run.Kind.DATA);
  }
}
