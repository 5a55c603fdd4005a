package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.PloopHeader;

/** Writes a qcow2 image of version 3 with clusters of 64 KiB, without compression. */
record Qcow2Writer() implements ImageWriter {
  @Override
  public long diskSize(long size) {
    long rounded = (size - 1) / PloopHeader.SECTOR * PloopHeader.SECTOR + PloopHeader.SECTOR;
    if (rounded / Qcow2Builder.CLUSTER > DataArea.MOST_CLUSTERS / 2) {
      throw new IllegalArgumentException("qcow2 is not written for a disk of " + size + " bytes");
    }
    return rounded;
  }

  @Override
  public void write(VirtualDisk source, OwnedFd target, Progress progress) {
    Qcow2Builder image = new Qcow2Builder(target, diskSize(source.size()));
    new ContentPump(source, Qcow2Builder.CLUSTER, progress).run(image::add);
    image.finish();
  }
}
