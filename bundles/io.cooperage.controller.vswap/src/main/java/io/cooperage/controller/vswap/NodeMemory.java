package io.cooperage.controller.vswap;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The node's memory, of which no CT gets more than half unless it is told so, and all of them
 * together no more than what the host can spare: else a single one could take what the others and
 * the host's own services need.
 *
 * @param ram bytes
 * @param swap bytes; 0 without any
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_meminfo.5.html">proc_meminfo(5)</a>
 */
record NodeMemory(long ram, long swap) {
  private static final Path TABLE = Path.of("/proc/meminfo");

  /** Asks the kernel; nothing is known where it does not tell. */
  static NodeMemory now() {
    try {
      return parse(Files.readString(TABLE, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return new NodeMemory(0, 0);
    }
  }

  static NodeMemory parse(String table) {
    return new NodeMemory(bytes(table, "MemTotal:"), bytes(table, "SwapTotal:"));
  }

  private static long bytes(String table, String name) {
    return table
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kib -> Long.parseLong(kib) << 10)
        .findFirst()
        .orElse(0);
  }

  /**
   * What a CT without limits of its own gets; on a node without swap, what it gets of any that is
   * turned on later.
   */
  MemoryLimits usual() {
    return new MemoryLimits(half(ram), half(swap == 0 ? ram : swap)).inPages();
  }

  private static OptionalLong half(long bytes) {
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes / 2);
  }

  /**
   * Keeps the host's reserve from all CTs together. A lower limit of the node's group stays: it is
   * somebody else's, or that of a larger reserve.
   */
  void fence(CgroupDirectory container, MemoryReserve reserve) {
    long all =
        new MemoryLimits(OptionalLong.of(reserve.rest(ram, 0)), OptionalLong.empty())
            .inPages()
            .ram()
            .orElse(0);
    if (all > 0) {
      container.above().map(MemoryGroup::of).ifPresent(node -> node.atMost(all));
    }
  }
}
