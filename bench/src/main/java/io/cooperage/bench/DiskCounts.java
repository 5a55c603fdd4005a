package io.cooperage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a block device has served, by its own counters or by those of one control group. */
record DiskCounts(long reads, long readBytes, long writes, long writtenBytes) {
  private static final int SECTOR = 512;

  static DiskCounts read(Path stat) throws IOException {
    return parse(Files.readString(stat));
  }

  /** The device's own. Source: Documentation/block/stat.rst; sectors have 512 bytes there. */
  static DiskCounts parse(String text) {
    String[] fields = text.strip().split(" +", -1);
    return new DiskCounts(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[2]) * SECTOR,
        Long.parseLong(fields[4]),
        Long.parseLong(fields[6]) * SECTOR);
  }

  /** A v2 group's, by its io.stat; a flush is no write there. */
  static DiskCounts ofGroupV2(String ioStat, String device) {
    List<String> words = words(ioStat, device).flatMap(List::stream).toList();
    return new DiskCounts(
        after("rios=", words),
        after("rbytes=", words),
        after("wios=", words),
        after("wbytes=", words));
  }

  /** A v1 group's, by blkio.throttle.io_serviced and io_service_bytes; a flush is a write there. */
  static DiskCounts ofGroupV1(String serviced, String serviceBytes, String device) {
    return new DiskCounts(
        behind("Read", serviced, device),
        behind("Read", serviceBytes, device),
        behind("Write", serviced, device),
        behind("Write", serviceBytes, device));
  }

  private static long behind(String kind, String text, String device) {
    return words(text, device)
        .filter(words -> words.get(1).equals(kind))
        .mapToLong(words -> Long.parseLong(words.get(2)))
        .sum();
  }

  private static long after(String key, List<String> words) {
    return words.stream()
        .filter(word -> word.startsWith(key))
        .mapToLong(word -> Long.parseLong(word.substring(key.length())))
        .sum();
  }

  private static Stream<List<String>> words(String text, String device) {
    return text.lines()
        .map(line -> List.of(line.split(" ", -1)))
        .filter(words -> words.get(0).equals(device));
  }
}
