package io.cooperage.controller.vswap;

import java.nio.file.Path;
import java.util.List;

/**
 * One line of {@code /proc/swaps}.
 *
 * @param size bytes that it can hold
 * @param used bytes that it holds
 */
public record SwapArea(Path path, long size, long used) {
  private static final int FIELDS = 5;

  /** Reads the table. */
  public static List<SwapArea> parse(String table) {
    return table
        .lines()
        .skip(1)
        .map(line -> line.trim().split("\\s+", -1))
        .filter(fields -> fields.length == FIELDS)
        .map(f -> new SwapArea(path(f[0], f[1]), kibibytes(f[2]), kibibytes(f[3])))
        .toList();
  }

  /** A device opened in another mount namespace is named from that one's {@code /dev} on. */
  private static Path path(String name, String type) {
    Path devices = Path.of("/dev");
    Path path = Path.of(name);
    return type.equals("partition") && !path.startsWith(devices)
        ? devices.resolve(name.substring(1))
        : path;
  }

  private static long kibibytes(String field) {
    return Long.parseLong(field) << 10;
  }
}
