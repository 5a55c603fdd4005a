package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;
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
      long table = cluster / header.tableEntries() + 1;
      long end = table * header.tableEntries() * header.clusterSize();
      return new Run(Math.min(size(), end), Run.Kind.ABSENT);
    }
    Run.Kind kind = map.stored(cluster).kind();
    return new Run(Math.min(size(), (cluster + 1) * header.clusterSize()), kind);
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
