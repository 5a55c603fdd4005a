package io.cooperage.controller.vswap;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;

/**
 * RAM that the node promises a CT, as it was asked for. A number alone is refused: vzctl counts it
 * in percent, and everything else about memory in pages.
 *
 * @param amount bytes, or percent of physpages
 */
record MemoryGuarantee(long amount, boolean percent) {
  private static final ValueType<Long> PERCENT = ValueTypes.integer(0, 100);
  private static final ValueType<Long> BYTES = ValueTypes.bytes(0, 1L << 50);

  static ValueType<MemoryGuarantee> type() {
    return ValueTypes.text(
        "0..100%, or a number with suffix B, K, M, G, T",
        MemoryGuarantee::parse, MemoryGuarantee::text, JsonForm.string(), List.of());
  }

  static MemoryGuarantee bytes(long amount) {
    return new MemoryGuarantee(amount, false);
  }

  private static MemoryGuarantee parse(String text) {
    if (text.endsWith("%")) {
      return new MemoryGuarantee(PERCENT.parse(text.substring(0, text.length() - 1)), true);
    }
    if (!text.equals("0") && text.matches(".*\\d")) {
      throw new IllegalArgumentException("must end with a suffix B, K, M, G, T or %");
    }
    return bytes(BYTES.parse(text));
  }

  private String text() {
    return percent ? amount + "%" : BYTES.format(amount);
  }

  /**
   * In bytes, before rounding to pages.
   *
   * @param physpages bytes; only used for a share
   */
  long of(long physpages) {
    return percent ? physpages / 100 * amount + physpages % 100 * amount / 100 : amount;
  }
}
