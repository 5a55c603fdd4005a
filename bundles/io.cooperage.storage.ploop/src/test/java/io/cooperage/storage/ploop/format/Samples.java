package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Small images in memory, with clusters of 32 KiB. */
final class Samples {
  static final int CLUSTER = 64 * PloopHeader.SECTOR;

  private Samples() {}

  /** An image whose table has these slots; -1 is a hole. Each cluster is full of its slot + 1. */
  static MemoryImage image(FormatVersion version, int... slots) {
    long sectors = slots.length * 64L;
    PloopHeader header =
        new PloopHeader(version, 16, 1, 64, slots.length, sectors, InUse.CLOSED, 64, 0, 0);
    int count = Arrays.stream(slots).max().orElse(-1) + 1;
    MemoryImage image = new MemoryImage(CLUSTER + count * CLUSTER);
    image.write(header.encode(), 0);
    DataArea area = new DataArea(header, image.size());
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] >= 0) {
        putInt(image, PloopHeader.LENGTH + i * PloopHeader.ENTRY, (int) area.entry(slots[i]));
        int at = (int) area.offset(slots[i]);
        Arrays.fill(image.bytes(), at, at + CLUSTER, (byte) (slots[i] + 1));
      }
    }
    return image;
  }

  /** A file of these bytes. */
  static MemoryImage file(ByteBuffer bytes) {
    MemoryImage file = new MemoryImage(bytes.limit());
    file.write(bytes.slice(0, bytes.limit()), 0);
    return file;
  }

  /** The extension in a cluster. */
  static FormatExtension extension(ByteBuffer cluster) {
    return FormatExtension.parse(file(cluster), 0, cluster.limit());
  }

  static void putInt(MemoryImage image, int offset, int value) {
    ByteBuffer.wrap(image.bytes()).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
  }

  static void putLong(MemoryImage image, int offset, long value) {
    ByteBuffer.wrap(image.bytes()).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, value);
  }
}
