package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A file whose bytes are those of the disk. */
final class RawDisk implements VirtualDisk {
  private final OwnedFd file;
  private final long size;

  /** Takes the file over. */
  RawDisk(OwnedFd file) {
    this.file = file;
    this.size = new FileBytes(file).size();
    if (size == 0) {
      throw new MalformedImageException(file.title() + " is empty");
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(ByteBuffer into, long offset) {
    new FileBytes(file).read(into, offset);
  }

  @Override
  public Run run(long offset) {
    return FileRuns.at(file, offset, size);
  }

  @Override
  public Optional<Piece> piece(long offset) {
    return Optional.of(Piece.stored(size, file, 0));
  }

  @Override
  public List<OwnedFd> files() {
    return List.of(file);
  }

  @Override
  public void close() {
    file.close();
  }
}
