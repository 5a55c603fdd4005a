package io.cooperage.controller.vswap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How the node's swap is held. The kernel does not say where a single CT's pages are, so that each
 * is taken to hold the node's mixture.
 *
 * @param inZram bytes that are swapped to zram devices
 * @param onDisk bytes that are swapped elsewhere
 * @param free bytes that could still be swapped
 * @param stored bytes that zram devices hold, before compression
 * @param compressed bytes of RAM that they take for that
 * @see <a href="https://docs.kernel.org/admin-guide/blockdev/zram.html">zram, mm_stat</a>
 */
record SwapSplit(long inZram, long onDisk, long free, long stored, long compressed) {
  private static final Path TABLE = Path.of("/proc/swaps");

  /** Asks the kernel. */
  static SwapSplit now() {
    SwapSplit split = new SwapSplit(0, 0, 0, 0, 0);
    for (SwapArea area : SwapArea.parse(content(TABLE))) {
      String name = String.valueOf(area.path().getFileName());
      split =
          name.matches("zram\\d+")
              ? split.zram(area, content(Path.of("/sys/block", name, "mm_stat")))
              : split.disk(area);
    }
    return split;
  }

  private SwapSplit disk(SwapArea area) {
    return new SwapSplit(inZram, onDisk + area.used(), freeWith(area), stored, compressed);
  }

  /** Adds a device by its {@code mm_stat}: original bytes, compressed bytes, bytes of RAM ... */
  SwapSplit zram(SwapArea area, String memory) {
    List<String> fields = List.of(memory.strip().split("\\s+", -1));
    boolean told = fields.size() > 2;
    return new SwapSplit(
        inZram + area.used(),
        onDisk,
        freeWith(area),
        stored + (told ? Long.parseLong(fields.get(0)) : 0),
        compressed + (told ? Long.parseLong(fields.get(2)) : 0));
  }

  private long freeWith(SwapArea area) {
    return free + Math.max(0, area.size() - area.used());
  }

  /** RAM that so much swap takes, compressed. */
  long compressed(long swap) {
    long zram = swap - disk(swap);
    return stored == 0 ? zram : (long) ((double) zram * compressed / stored);
  }

  /** Part of so much swap that is on disks. */
  long disk(long swap) {
    long all = inZram + onDisk;
    return all == 0 ? 0 : (long) ((double) swap * onDisk / all);
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }
}
