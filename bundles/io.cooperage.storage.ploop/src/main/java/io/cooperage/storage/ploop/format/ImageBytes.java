package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;

/** The bytes of an image file. Offsets and sizes are bytes. */
public interface ImageBytes {
  /** The file's size. */
  long size();

  /**
   * Fills the buffer's remaining space.
   *
   * @throws MalformedImageException when the file ends before the buffer is full
   */
  void read(ByteBuffer into, long offset);

  /** Writes the buffer's remaining bytes, growing the file if need be. */
  void write(ByteBuffer from, long offset);
}
