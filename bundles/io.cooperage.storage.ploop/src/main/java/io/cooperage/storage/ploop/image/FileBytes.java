package io.cooperage.storage.ploop.image;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.storage.ploop.format.ImageBytes;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.nio.ByteBuffer;

/** The bytes of an open file, which stays the caller's. */
public record FileBytes(OwnedFd file) implements ImageBytes {
  @Override
  public long size() {
    return StatusCalls.status(file).size();
  }

  @Override
  public void read(ByteBuffer into, long offset) {
    long at = offset;
    while (into.hasRemaining()) {
      int read = FileCalls.read(file, into, at);
      if (read == 0) {
        throw new MalformedImageException(file.title() + " ends at " + at + " bytes");
      }
      at += read;
    }
  }

  @Override
  public void write(ByteBuffer from, long offset) {
    FileCalls.write(file, from, offset);
  }
}
