package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A qcow2 image without backing file; compressed clusters are read too. */
final class Qcow2Disk implements VirtualDisk {
  private final OwnedFd file;
  private final FileBytes bytes;
  private final long fileSize;
  private final Qcow2Header header;
  private final Qcow2Map map;

  /** Takes the file over if the image is sound. */
  Qcow2Disk(OwnedFd file) {
    this.file = file;
    this.bytes = new FileBytes(file);
    this.fileSize = bytes.size();
    this.header = Qcow2Header.parse(bytes);
    this.map = new Qcow2Map(bytes, header);
    map.requireSound();
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
      into.limit(into.position() + length);
      readCluster(into, map.stored(at / header.clusterSize()), (int) inside);
      into.limit(limit);
      at += length;
    }
  }

  @Override
  public Run run(long offset) {
    long cluster = offset / header.clusterSize();
    if (map.tableMissing(cluster)) {
      return new Run(endOfTable(cluster), Run.Kind.ABSENT);
    }
    return new Run(endOf(cluster), map.stored(cluster).kind());
  }

  @Override
  public Optional<Piece> piece(long offset) {
    long cluster = offset / header.clusterSize();
    if (map.tableMissing(cluster)) {
      return Optional.of(Piece.hole(endOfTable(cluster)));
    }
    Qcow2Map.Stored stored = map.stored(cluster);
    if (stored.length() > 0) {
      return Optional.empty(); // it is compressed
    }
    long shift = stored.offset() - cluster * header.clusterSize();
    if (stored.kind() != Run.Kind.DATA || offset + shift >= fileSize) {
      return Optional.of(Piece.hole(endOf(cluster)));
    }
    // QEMU lets the file end inside its last cluster; what follows there reads as zeros.
    long end = Math.min(endOf(cluster), fileSize - shift);
    boolean whole = end == endOf(cluster) || end % PloopHeader.SECTOR == 0;
    return whole ? Optional.of(Piece.stored(end, file, shift)) : Optional.empty();
  }

  private long endOf(long cluster) {
    return Math.min(size(), (cluster + 1) * header.clusterSize());
  }

  private long endOfTable(long cluster) {
    long table = cluster / header.tableEntries() + 1;
    return Math.min(size(), table * header.tableEntries() * header.clusterSize());
  }

  @Override
  public List<OwnedFd> files() {
    return List.of(file);
  }

  @Override
  public void close() {
    file.close();
  }

  private void readCluster(ByteBuffer into, Qcow2Map.Stored stored, int inside) {
    if (stored.kind() != Run.Kind.DATA) {
      Zeros.fill(into);
    } else if (stored.length() > 0) {
      into.put(inflated(stored), inside, into.remaining());
    } else {
      // QEMU lets the file end inside its last cluster.
      int limit = into.limit();
      long left = Math.max(0, fileSize - stored.offset() - inside);
      into.limit(into.position() + (int) Math.min(into.remaining(), left));
      bytes.read(into, stored.offset() + inside);
      Zeros.fill(into.limit(limit));
    }
  }

  private byte[] inflated(Qcow2Map.Stored stored) {
    ByteBuffer packed = ByteBuffer.allocate(stored.length());
    bytes.read(packed, stored.offset());
    byte[] cluster = new byte[(int) header.clusterSize()];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed.flip());
      int done = 0;
      while (done < cluster.length) {
        int count = inflater.inflate(cluster, done, cluster.length - done);
        Qcow2Header.require(count > 0, "a compressed cluster is cut off");
        done += count;
      }
      return cluster;
    } catch (DataFormatException e) {
      throw new MalformedImageException(
          "the qcow2 image cannot be read: a compressed cluster is broken", e);
    } finally {
      inflater.end();
    }
  }
}
