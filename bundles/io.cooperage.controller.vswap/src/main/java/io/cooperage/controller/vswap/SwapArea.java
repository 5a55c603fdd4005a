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
        .map(f -> new SwapArea(Path.of(f[0]), kibibytes(f[2]), kibibytes(f[3])))
        .toList();
  }

  private static long kibibytes(String field) {
    return Long.parseLong(field) << 10;
  }
}
