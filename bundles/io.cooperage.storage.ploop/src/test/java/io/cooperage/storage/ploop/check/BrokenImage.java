package io.cooperage.storage.ploop.check;

import io.cooperage.storage.ploop.convert.SourceFile;
import io.cooperage.storage.ploop.format.AllocationTable;
import io.cooperage.storage.ploop.format.DataArea;
import io.cooperage.storage.ploop.format.FormatExtension;
import io.cooperage.storage.ploop.format.FormatVersion;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.format.PloopImage;
import io.cooperage.storage.ploop.image.FileBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A small image file to be broken, with clusters of 32 KiB. */
record BrokenImage(Path path) {
  static final int CLUSTER = 1 << 15;

  /** Each entry names a slot, -1 for none; slot N is full of N + 1. */
  static BrokenImage write(Path path, FormatVersion version, int... slots) throws IOException {
    long sectors = slots.length * 64L;
    PloopHeader header =
        new PloopHeader(version, 16, 1, 64, slots.length, sectors, InUse.CLOSED, 64, 0, 0);
    int count = Arrays.stream(slots).max().orElse(-1) + 1;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(header.encode().array());
      for (int i = 0; i < slots.length; i++) {
        long entry = version == FormatVersion.V1 ? (slots[i] + 1) * 64L : slots[i] + 1;
        file.writeInt(slots[i] < 0 ? 0 : Integer.reverseBytes((int) entry));
      }
      file.setLength(CLUSTER);
      file.seek(CLUSTER);
      for (int slot = 0; slot < count; slot++) {
        byte[] cluster = new byte[CLUSTER];
        Arrays.fill(cluster, (byte) (slot + 1));
        file.write(cluster);
      }
    }
    return new BrokenImage(path);
  }

  /** An image that may be broken in some places. */
  static byte[] random(Path path, Random random) throws IOException {
    int[] slots = random.ints(1 + random.nextInt(6), -1, 7).toArray();
    BrokenImage.write(path, random.nextBoolean() ? FormatVersion.V1 : FormatVersion.V2, slots);
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer image = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int offset = random.nextBoolean() ? 4 * random.nextInt(5, 16) : 64 + 4 * random.nextInt(7);
      int value = random.nextBoolean() ? random.nextInt(20) : 0x746F6E59;
      image.putInt(offset, value);
    }
    int length = random.nextInt(4) == 0 ? bytes.length + random.nextInt(-900, 900) : bytes.length;
    return Arrays.copyOf(bytes, Math.max(0, length));
  }

  /** What the clusters are full of, one character each, a dash for a hole. */
  String content() {
    try (var file = SourceFile.open(path);
        RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "r")) {
      AllocationTable table = PloopImage.open(new FileBytes(file)).table();
      StringBuilder content = new StringBuilder();
      for (long cluster = 0; cluster < table.entries(); cluster++) {
        long place = table.placeOf(cluster);
        bytes.seek(place);
        content.append(place == 0 ? "-" : bytes.read());
      }
      return content.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long slots() {
    try (var file = SourceFile.open(path)) {
      FileBytes bytes = new FileBytes(file);
      return new DataArea(PloopHeader.parse(bytes), bytes.size()).slots();
    }
  }

  int appendExtension(FormatExtension extension) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      int place = (int) file.length();
      file.seek(place);
      file.write(extension.encode(CLUSTER).array());
      file.seek(56);
      file.writeInt(Integer.reverseBytes(place / 512));
      return place;
    }
  }

  void putInt(int offset, int value) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(offset);
      file.writeInt(Integer.reverseBytes(value));
    }
  }

  int getInt(int offset) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(offset);
      return Integer.reverseBytes(file.readInt());
    }
  }

  void grow(int bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(file.length() + bytes);
    }
  }
}
