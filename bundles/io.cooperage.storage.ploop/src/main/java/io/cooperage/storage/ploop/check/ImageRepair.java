package io.cooperage.storage.ploop.check;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.check.Finding.Kind;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.convert.SourceFile;
import io.cooperage.storage.ploop.format.ExtensionState;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.file.Path;

/**
 * Repairs a ploop image as far as nothing has to be guessed. While it works the image is marked as
 * in use, so that a repair that was cut off shows; each step leaves an image that can be repaired
 * again, data being durable before the entry that names it.
 */
public final class ImageRepair {
  private final OwnedFd file;
  private final Progress progress;

  private ImageRepair(OwnedFd file, Progress progress) {
    this.file = file;
    this.progress = progress;
  }

  /**
   * Repairs an image of any layout. The table of an image of ours is made anew; a cluster that two
   * entries name is copied, so that each reads as before; a ragged end is filled up with zeros;
   * clusters that nothing names are filled with the last ones and cut off; a broken extension that
   * had nothing necessary is dropped, so that the next backup is a full one.
   *
   * @return what a check says afterwards
   * @throws io.cooperage.storage.ploop.format.MalformedImageException if the header is broken
   * @throws io.cooperage.api.error.ContainerException IN_USE while it is attached or written to
   */
  public static CheckReport run(Path image, Progress progress) {
    try (OwnedFd file = SourceFile.openAlone(image)) {
      return run(file, progress);
    }
  }

  static CheckReport run(OwnedFd file, Progress progress) {
    return new ImageRepair(file, progress).run();
  }

  private CheckReport run() {
    ImageScan scan = scan();
    CheckReport report = scan.report();
    if (report.clean() || !scan.changeable()) {
      return report;
    }
    InUse before = scan.header().inUse();
    mark(InUse.OPEN);
    fillUpEnd(scan);
    dropExtension(scan);
    if (scan.brokenIdentity()) {
      IdentityLayout.of(scan.header()).writeTable(new FileBytes(file));
    }
    separate();
    ReservedRoom.clear(file, scan.header());
    FileCalls.sync(file);
    closeGaps();
    FileCalls.sync(file);
    CheckReport after = scan().report();
    boolean mended = after.findings().stream().allMatch(f -> f.kind() == Kind.NOT_CLOSED);
    if (mended || before != InUse.OPEN) {
      mark(mended ? InUse.CLOSED : before);
      after = scan().report();
    }
    return after;
  }

  private ImageScan scan() {
    return new ImageScan(file, progress);
  }

  private void mark(InUse state) {
    writeHeader(PloopHeader.parse(new FileBytes(file)).with(state));
  }

  private void writeHeader(PloopHeader header) {
    FileCalls.write(file, header.encode(), 0);
    FileCalls.sync(file);
  }

  private void fillUpEnd(ImageScan scan) {
    FileCalls.resize(file, scan.table().area().fileSize());
  }

  private void dropExtension(ImageScan scan) {
    if (scan.extension() == ExtensionState.DROPPABLE) {
      writeHeader(PloopHeader.parse(new FileBytes(file)).withExtension(0));
    }
  }

  private void separate() {
    ImageScan scan = scan();
    if (scan.entries().shared() > 0 && !scan.entriesLost()) {
      new SharedClusters(file, scan.table(), progress).separate();
    }
  }

  private void closeGaps() {
    ImageScan scan = scan();
    if (scan.leaks() > 0 && scan.leaksMendable()) {
      new Gaps(file, scan).close(progress);
    }
  }
}
