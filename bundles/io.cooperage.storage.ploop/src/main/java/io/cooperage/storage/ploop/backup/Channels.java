package io.cooperage.storage.ploop.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Whole buffers through channels. */
final class Channels {
  private Channels() {}

  static void write(WritableByteChannel to, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills a buffer and makes it ready to be read. */
  static void read(ReadableByteChannel from, ByteBuffer into, String what) {
    try {
      while (into.hasRemaining()) {
        if (from.read(into) < 0) {
          throw new DamagedBackupException(what + " is truncated");
        }
      }
      into.flip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
