package io.cooperage.isolation.view;

import io.cooperage.spi.kernel.BlockDevice;
import java.util.Optional;

/**
 * What the kernel counts of a CT's own disk.
 *
 * @param line of {@code /proc/diskstats}; empty if there is no such disk
 * @param read bytes
 * @param written bytes
 */
record DiskTraffic(String line, long read, long written) {
  private static final int FIRST = 3;
  private static final int READ = 5;
  private static final int WRITTEN = 9;
  private static final int IN_FLIGHT = 11;
  private static final int SECTOR = 512;

  static final DiskTraffic NONE = new DiskTraffic("", 0, 0);

  /** Finds a disk in {@code /proc/diskstats}. */
  static DiskTraffic find(String diskstats, BlockDevice disk) {
    return line(diskstats, disk).map(DiskTraffic::parse).orElse(NONE);
  }

  /**
   * What was counted since another moment: a loop device counts on when it gets another file. Of
   * requests in flight there is only a present number.
   */
  DiskTraffic since(DiskTraffic before) {
    String[] now = line.strip().split("\\s+", -1);
    String[] then = before.line.strip().split("\\s+", -1);
    if (then.length != now.length) {
      return this;
    }
    for (int i = FIRST; i < now.length; i++) {
      if (i != IN_FLIGHT) {
        long more = Numbers.orElse(now[i], 0) - Numbers.orElse(then[i], 0);
        now[i] = Long.toString(Math.max(0, more));
      }
    }
    return parse(String.join(" ", now));
  }

  /** Out of a line; {@link #NONE} if it is none. */
  static DiskTraffic parse(String line) {
    String[] words = line.strip().split("\\s+", -1);
    return words.length <= WRITTEN
        ? NONE
        : new DiskTraffic(
            line,
            Numbers.orElse(words[READ], 0) * SECTOR,
            Numbers.orElse(words[WRITTEN], 0) * SECTOR);
  }

  /** The line of a file that begins, as this one and {@code /proc/partitions}, with a number. */
  static Optional<String> line(String file, BlockDevice disk) {
    return file.lines().filter(line -> is(line.strip().split("\\s+", 3), disk)).findFirst();
  }

  private static boolean is(String[] words, BlockDevice disk) {
    return words.length > 2
        && words[0].equals(Integer.toString(disk.major()))
        && words[1].equals(Integer.toString(disk.minor()));
  }
}
