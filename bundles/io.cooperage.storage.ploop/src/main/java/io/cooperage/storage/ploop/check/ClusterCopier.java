package io.cooperage.storage.ploop.check;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;

/** Copies clusters within an image file. */
final class ClusterCopier {
  private static final int CHUNK = 1 << 20;

  private final OwnedFd file;
  private final DataArea area;
  private final ByteBuffer chunk;

  ClusterCopier(OwnedFd file, DataArea area) {
    this.file = file;
    this.area = area;
    this.chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, area.header().clusterSize()));
  }

  /** Copies a slot; the file grows if need be. */
  void copy(long from, long to) {
    for (long done = 0; done < area.header().clusterSize(); done += chunk.capacity()) {
      new FileBytes(file).read(chunk.clear(), area.offset(from) + done);
      FileCalls.write(file, chunk.flip(), area.offset(to) + done);
    }
  }
}
