package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.image.FileBytes;

/** Writes an image in the layout of our own. */
record IdentityWriter() implements ImageWriter {
  @Override
  public long diskSize(long size) {
    if (size > IdentityLayout.LARGEST) {
      throw new IllegalArgumentException(
          "a disk has at most " + IdentityLayout.LARGEST + " bytes, not " + size);
    }
    return IdentityLayout.roundUp(size);
  }

  @Override
  public void write(VirtualDisk source, OwnedFd target, Progress progress) {
    IdentityLayout layout = IdentityLayout.forSize(diskSize(source.size()));
    FileBytes bytes = new FileBytes(target);
    FileCalls.resize(target, layout.fileSize());
    layout.writeTable(bytes);
    RawWriter.copy(source, target, layout.dataOffset(), progress);
    bytes.write(layout.header(InUse.CLOSED).encode(), 0);
  }
}
