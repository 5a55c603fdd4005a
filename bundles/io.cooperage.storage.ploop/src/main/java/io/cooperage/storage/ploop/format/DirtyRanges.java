package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.util.List;

/** Turns the bits of a dirty bitmap into ranges of the disk. */
final class DirtyRanges {
  private static final int CHUNK = 1 << 16;

  private final DirtyBitmap bitmap;
  private final DirtyBitmap.RangeConsumer consumer;
  private final long bits;
  private long next;
  private long runStart = -1;

  DirtyRanges(DirtyBitmap bitmap, DirtyBitmap.RangeConsumer consumer) {
    this.bitmap = bitmap;
    this.consumer = consumer;
    this.bits =
        (bitmap.sizeSectors() + bitmap.granularitySectors() - 1) / bitmap.granularitySectors();
  }

  void read(ImageBytes file, PloopHeader header) {
    long bitsInCluster = header.clusterSize() * Byte.SIZE;
    List<Long> table = bitmap.table();
    for (int i = 0; i < table.size(); i++) {
      long end = Math.min(bits, (i + 1) * bitsInCluster);
      long place = table.get(i);
      if (place == DirtyBitmap.CLEAN || place == DirtyBitmap.DIRTY) {
        mark(place == DirtyBitmap.DIRTY);
        next = end;
      } else {
        readCluster(file, place * PloopHeader.SECTOR, end);
      }
    }
    mark(false);
  }

  private void readCluster(ImageBytes file, long offset, long end) {
    long at = offset;
    while (next < end) {
      int length = (int) Math.min(CHUNK, (end - next + Byte.SIZE - 1) / Byte.SIZE);
      ByteBuffer bytes = ByteBuffer.allocate(length);
      file.read(bytes, at);
      for (int i = 0; i < length && next < end; i++) {
        readByte(bytes.get(i), end);
      }
      at += length;
    }
  }

  private void readByte(byte value, long end) {
    for (int bit = 0; bit < Byte.SIZE && next < end; bit++) {
      mark((value >> bit & 1) != 0);
      next++;
    }
  }

  private void mark(boolean dirty) {
    if (dirty && runStart < 0) {
      runStart = next;
    } else if (!dirty && runStart >= 0) {
      long granularity = (long) bitmap.granularitySectors() * PloopHeader.SECTOR;
      long start = runStart * granularity;
      long end = Math.min(next * granularity, bitmap.sizeSectors() * PloopHeader.SECTOR);
      runStart = -1;
      consumer.accept(start, end - start);
    }
  }
}
