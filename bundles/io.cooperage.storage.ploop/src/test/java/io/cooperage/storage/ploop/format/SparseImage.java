package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;

/** An image of any size that has bytes at its beginning and zeros behind them. */
final class SparseImage implements ImageBytes {
  private static final byte[] ZEROS = new byte[1 << 12];

  private final byte[] head;
  private final long size;

  SparseImage(byte[] head, long size) {
    this.head = head;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(ByteBuffer into, long offset) {
    if (offset < 0 || into.remaining() > size - offset) {
      throw new MalformedImageException("the file ends early");
    }
    int count = (int) Math.max(0, Math.min(into.remaining(), head.length - offset));
    if (count > 0) {
      into.put(head, (int) offset, count);
    }
    while (into.hasRemaining()) {
      into.put(ZEROS, 0, Math.min(ZEROS.length, into.remaining()));
    }
  }

  @Override
  public void write(ByteBuffer from, long offset) {
    throw new AssertionError("a reader writes");
  }
}
