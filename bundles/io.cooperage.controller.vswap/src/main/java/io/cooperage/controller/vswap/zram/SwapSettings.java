package io.cooperage.controller.vswap.zram;

import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checked settings of the node's swap.
 *
 * @param size bytes that can be swapped
 * @param memoryLimit bytes of RAM that compressed pages may take
 * @param algorithm empty for the best that there is
 */
record SwapSettings(long size, long memoryLimit, Optional<String> algorithm, int priority) {
  private static final long MEBIBYTE = 1L << 20;
  private static final long LEAST = 16 * MEBIBYTE;
  private static final ValueType<Long> BYTES = ValueTypes.bytes(0, Long.MAX_VALUE);
  private static final List<String> PREFERRED = List.of("zstd", "lzo-rle", "lz4", "lzo");

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException naming the bad setting
   */
  static SwapSettings of(NodeSwapConfiguration configuration, long ram) {
    long size = amount("size", configuration.size(), ram);
    if (size < LEAST || size > ram) {
      throw new IllegalArgumentException(
          "size '" + configuration.size() + "' must lie between 16M and the node's RAM");
    }
    long limit = amount("memoryLimit", configuration.memoryLimit(), size);
    if (limit < 1 || limit > size) {
      throw new IllegalArgumentException(
          "memoryLimit '" + configuration.memoryLimit() + "' must lie above 0 and within size");
    }
    String algorithm = configuration.algorithm();
    return new SwapSettings(
        size,
        limit,
        algorithm.equals("auto") ? Optional.empty() : Optional.of(algorithm),
        configuration.priority());
  }

  /**
   * The algorithms to try in this order, of those that the kernel offers as {@code lzo [lzo-rle]
   * lz4}. What it offers may still be a module that it cannot load.
   */
  List<String> choices(String offered) {
    List<String> names = List.of(offered.replace("[", "").replace("]", "").trim().split(" +", -1));
    if (algorithm.isPresent()) {
      return algorithm
          .filter(names::contains)
          .map(List::of)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "algorithm '" + algorithm.get() + "' must be one of " + names));
    }
    return Stream.concat(PREFERRED.stream().filter(names::contains), names.stream())
        .distinct()
        .toList();
  }

  /** Bytes of an amount, or of a share of the whole. */
  static long amount(String setting, String text, long whole) {
    try {
      if (text.endsWith("%")) {
        long percent =
            ValueTypes.integer(1, 100).parse(text.substring(0, text.length() - 1).strip());
        return Math.multiplyExact(whole, percent) / 100 / MEBIBYTE * MEBIBYTE;
      }
      return BYTES.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + " '" + text + "' " + e.getMessage(), e);
    }
  }
}
