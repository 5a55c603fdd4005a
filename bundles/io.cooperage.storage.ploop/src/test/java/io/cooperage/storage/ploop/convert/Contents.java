package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.file.StatusCalls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;

/** Raw disks with known content. */
public final class Contents {
  private Contents() {}

  /** A file of random bytes. */
  public static Path full(Path file, long size) throws IOException {
    return scattered(file, size, size, 0, 1);
  }

  /** A sparse file: pieces of random bytes at random places. */
  public static Path sparse(Path file, long size) throws IOException {
    return scattered(file, size, 3000, Math.max(150_000, size / 40), size);
  }

  public static Path zeros(Path file, long size) throws IOException {
    return scattered(file, size, 0, size + 1, size);
  }

  private static Path scattered(Path file, long size, long piece, long gap, long seed)
      throws IOException {
    Random random = new Random(seed);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(size);
      long at = gap == 0 ? 0 : random.nextLong(gap);
      while (at < size) {
        byte[] bytes = new byte[(int) Math.min(piece, size - at)];
        random.nextBytes(bytes);
        out.seek(at);
        out.write(bytes);
        at += bytes.length + (gap == 0 ? 0 : random.nextLong(gap));
      }
    }
    return file;
  }

  /** The whole content of a disk. */
  public static byte[] of(VirtualDisk disk) {
    ByteBuffer all = ByteBuffer.allocate((int) disk.size());
    disk.read(all, 0);
    return all.array();
  }

  static long allocated(Path file) {
    return StatusCalls.status(file).allocated();
  }
}
