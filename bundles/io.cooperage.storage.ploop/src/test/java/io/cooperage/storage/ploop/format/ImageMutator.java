package io.cooperage.storage.ploop.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Makes valid images and then breaks them, field by field. */
final class ImageMutator {
  private static final int[] HEADER_INTS = {16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60};
  private static final long[] NUMBERS = {
    0,
    1,
    2,
    63,
    64,
    65,
    128,
    2048,
    131072,
    262144,
    1L << 31,
    (1L << 31) - 1,
    -1,
    -2,
    1L << 63,
    (1L << 63) - 1,
    1L << 32,
    1L << 20,
    0x746F6E59,
    0x312e3276
  };

  private final Random random;

  ImageMutator(long seed) {
    this.random = new Random(seed);
  }

  /** An image that may be broken in up to four places. */
  ImageBytes next() {
    MemoryImage image = sound();
    long size = image.size();
    for (int changes = random.nextInt(5); changes > 0; changes--) {
      size = change(image, size);
    }
    return new SparseImage(image.bytes(), size);
  }

  private MemoryImage sound() {
    int entries = 1 + random.nextInt(12);
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < entries + 2; i++) {
      free.add(i);
    }
    Collections.shuffle(free, random);
    int[] slots = new int[entries];
    Arrays.setAll(slots, i -> random.nextInt(4) == 0 ? -1 : free.get(i));
    MemoryImage image =
        Samples.image(random.nextBoolean() ? FormatVersion.V1 : FormatVersion.V2, slots);
    if (random.nextBoolean()) {
      extend(image);
    }
    return image;
  }

  private void extend(MemoryImage image) {
    PloopHeader header = PloopHeader.parse(image);
    DirtyBitmapWriter writer = new DirtyBitmapWriter(image, header, 1 << random.nextInt(8));
    if (random.nextBoolean()) {
      writer.add(random.nextLong(header.size() - 512), 512);
    }
    List<Feature> others = new ArrayList<>();
    for (int count = random.nextInt(3); count > 0; count--) {
      ByteBuffer data = ByteBuffer.allocate(random.nextInt(100));
      others.add(new Feature(1 + random.nextInt(9), random.nextInt(4), data));
    }
    image.write(writer.finish(new UUID(1, 2), others).encode(), 0);
  }

  private long change(MemoryImage image, long size) {
    switch (random.nextInt(8)) {
      case 0, 1 -> putInt(image, HEADER_INTS[random.nextInt(HEADER_INTS.length)]);
      case 2, 3 -> putInt(image, PloopHeader.LENGTH + 4 * random.nextInt(14));
      case 4 -> putInt(image, extension(image) + 4 * random.nextInt(30));
      case 5 -> flip(image, extension(image) + random.nextInt(200));
      case 6 -> flip(image, random.nextInt(image.bytes().length));
      default -> {
        return resized(size);
      }
    }
    if (random.nextInt(3) > 0) {
      sum(image);
    }
    return size;
  }

  private long resized(long size) {
    long from = Math.min(size, 1L << 44);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong(from + 1);
      case 1 -> from + random.nextInt(3 * Samples.CLUSTER);
      case 2 -> 1L << random.nextInt(30, 44);
      default -> Long.MAX_VALUE - random.nextInt(1 << 20);
    };
  }

  private void putInt(MemoryImage image, int offset) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    long near = number + random.nextInt(3) - 1;
    boolean wide = random.nextBoolean() && offset % 8 == 0;
    if (wide && offset + 8 <= image.bytes().length) {
      Samples.putLong(image, offset, random.nextBoolean() ? number : near);
    } else if (offset + 4 <= image.bytes().length) {
      Samples.putInt(image, offset, (int) (random.nextBoolean() ? number : near));
    }
  }

  private void flip(MemoryImage image, int offset) {
    if (offset < image.bytes().length) {
      image.bytes()[offset] ^= (byte) (1 << random.nextInt(8));
    }
  }

  // A right checksum lets what is behind it be tried.
  private static void sum(MemoryImage image) {
    int at = extension(image);
    if (at > 0 && at + Samples.CLUSTER <= image.bytes().length) {
      ByteBuffer cluster = ByteBuffer.wrap(image.bytes(), at, Samples.CLUSTER).slice();
      cluster.put(8, FormatExtension.sum(cluster.order(ByteOrder.LITTLE_ENDIAN)).array());
    }
  }

  private static int extension(MemoryImage image) {
    long sectors = ByteBuffer.wrap(image.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong(56);
    boolean inside = sectors > 0 && sectors < image.bytes().length / PloopHeader.SECTOR;
    return inside ? (int) sectors * PloopHeader.SECTOR : 0;
  }
}
