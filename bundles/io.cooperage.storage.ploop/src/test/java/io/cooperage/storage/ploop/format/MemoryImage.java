package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Image bytes in memory. */
final class MemoryImage implements ImageBytes {
  private byte[] bytes;

  MemoryImage(int size) {
    bytes = new byte[size];
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void read(ByteBuffer into, long offset) {
    if (offset + into.remaining() > bytes.length) {
      throw new MalformedImageException("the file ends early");
    }
    into.put(bytes, (int) offset, into.remaining());
  }

  @Override
  public void write(ByteBuffer from, long offset) {
    int end = (int) offset + from.remaining();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, end);
    }
    from.get(bytes, (int) offset, from.remaining());
  }
}
