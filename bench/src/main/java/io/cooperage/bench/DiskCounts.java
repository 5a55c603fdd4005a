package io.cooperage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A block device's own counters. Source: Documentation/block/stat.rst; sectors have 512 bytes
 * there.
 */
record DiskCounts(long reads, long readBytes, long writes, long writtenBytes) {
  private static final int SECTOR = 512;

  static DiskCounts read(Path stat) throws IOException {
    return parse(Files.readString(stat));
  }

  static DiskCounts parse(String text) {
    String[] fields = text.strip().split(" +", -1);
    return new DiskCounts(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[2]) * SECTOR,
        Long.parseLong(fields[4]),
        Long.parseLong(fields[6]) * SECTOR);
  }
}
