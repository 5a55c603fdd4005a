package io.cooperage.storage.ploop.check;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;

/** The room between the allocation table and the data, which is for growth and must be zero. */
final class ReservedRoom {
  private static final int CHUNK = 1 << 16;

  private ReservedRoom() {}

  /** The place of the first byte that is not zero, -1 if there is none. Holes are passed over. */
  static long firstNotZero(OwnedFd file, PloopHeader header) {
    long end = end(header);
    long at = start(header);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
    while (at < end) {
      long data = FileCalls.nextData(file, at);
      if (data < 0 || data >= end) {
        return -1;
      }
      at = data;
      int length = (int) Math.min(CHUNK, end - at);
      new FileBytes(file).read(chunk.clear().limit(length), at);
      int found = chunk.flip().mismatch(zeros.clear().limit(length));
      if (found >= 0) {
        return at + found;
      }
      at += length;
    }
    return -1;
  }

  /** Makes it zero. */
  static void clear(OwnedFd file, PloopHeader header) {
    long at = firstNotZero(file, header);
    while (at >= 0) {
      int length = (int) Math.min(CHUNK, end(header) - at);
      FileCalls.write(file, ByteBuffer.allocate(length), at);
      at = firstNotZero(file, header);
    }
  }

  private static long start(PloopHeader header) {
    return PloopHeader.LENGTH + header.entries() * PloopHeader.ENTRY;
  }

  // No table that we read reaches further.
  private static long end(PloopHeader header) {
    long largest = PloopHeader.LENGTH + DataArea.MOST_CLUSTERS * PloopHeader.ENTRY;
    return Math.min(header.dataOffset(), largest);
  }
}
