package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.format.PloopImage;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A ploop image of any layout: a disk of its own, or what changed since the one beneath. */
final class PloopDisk implements VirtualDisk {
  private final OwnedFd file;
  private final PloopHeader header;
  private final AllocationTable table;
  private final boolean complete;

  // The last hole that was met: a stack of disks asks for its end at each change of those beneath.
  private long holeStart;
  private long holeEnd;

  /** Takes the file over if the image is sound. */
  PloopDisk(OwnedFd file) {
    PloopImage image = PloopImage.open(new FileBytes(file));
    if (image.header().inUse() == InUse.OPEN) {
      throw new MalformedImageException(
          file.title() + " is in use or was not closed: check and repair it first");
    }
    this.file = file;
    this.header = image.header();
    this.table = image.table();
    this.complete = image.complete();
  }

  /** Whether nothing is read from a disk beneath. */
  boolean complete() {
    return complete;
  }

  @Override
  public long size() {
    return header.size();
  }

  @Override
  public void read(ByteBuffer into, long offset) {
    long at = offset;
    int limit = into.limit();
    while (into.position() < limit) {
      long inside = at % header.clusterSize();
      int length = (int) Math.min(limit - into.position(), header.clusterSize() - inside);
      long place = table.placeOf(at / header.clusterSize());
      into.limit(into.position() + length);
      if (place == 0) {
        Zeros.fill(into);
      } else {
        new FileBytes(file).read(into, place + inside);
      }
      into.limit(limit);
      at += length;
    }
  }

  @Override
  public Run run(long offset) {
    long cluster = offset / header.clusterSize();
    long place = table.placeOf(cluster);
    if (place == 0) {
      return new Run(endOfHole(cluster), Run.Kind.ABSENT);
    }
    long shift = place - cluster * header.clusterSize();
    long end = Math.min(size(), (cluster + 1) * header.clusterSize());
    Run run = FileRuns.at(file, offset + shift, end + shift);
    return new Run(run.end() - shift, run.kind());
  }

  @Override
  public Optional<Piece> piece(long offset) {
    long cluster = offset / header.clusterSize();
    long place = table.placeOf(cluster);
    if (place == 0) {
      return Optional.of(Piece.hole(endOfHole(cluster)));
    }
    long end = Math.min(size(), (cluster + 1) * header.clusterSize());
    return Optional.of(Piece.stored(end, file, place - cluster * header.clusterSize()));
  }

  @Override
  public List<OwnedFd> files() {
    return List.of(file);
  }

  @Override
  public void close() {
    file.close();
  }

  private long endOfHole(long cluster) {
    if (cluster < holeStart || cluster >= holeEnd) {
      holeStart = cluster;
      holeEnd = cluster + 1;
      while (holeEnd < table.entries() && table.entry(holeEnd) == 0) {
        holeEnd++;
      }
    }
    return Math.min(size(), holeEnd * header.clusterSize());
  }
}
