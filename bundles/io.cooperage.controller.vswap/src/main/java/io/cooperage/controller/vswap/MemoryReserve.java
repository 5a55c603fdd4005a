package io.cooperage.controller.vswap;

import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RAM that is kept for the host when memory is promised to CTs.
 *
 * @param amount bytes, or percent of the RAM
 */
record MemoryReserve(long amount, boolean percent) {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryReserve.class);
  private static final MemoryReserve USUAL = new MemoryReserve(10, true);
  private static final ValueType<Long> PERCENT = ValueTypes.integer(0, 100);
  private static final ValueType<Long> BYTES = ValueTypes.bytes(0, Long.MAX_VALUE);

  /** Reads the configuration; what cannot be read is replaced by the default and logged. */
  static MemoryReserve of(String text) {
    try {
      return text.endsWith("%")
          ? new MemoryReserve(PERCENT.parse(text.substring(0, text.length() - 1).strip()), true)
          : new MemoryReserve(BYTES.parse(text.strip()), false);
    } catch (IllegalArgumentException e) {
      LOG.warn("reserve '{}' {}; 10% is kept", text, e.getMessage());
      return USUAL;
    }
  }

  /** What is left of the RAM for promises, zram's own share taken off. */
  long rest(long ram, long zram) {
    long reserved = percent ? ram / 100 * amount : amount;
    return Math.max(0, ram - reserved - zram);
  }
}
