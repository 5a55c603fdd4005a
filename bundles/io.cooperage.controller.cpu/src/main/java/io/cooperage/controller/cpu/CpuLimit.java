package io.cooperage.controller.cpu;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;
import java.util.Locale;

/**
 * Most CPU time, as it was asked for.
 *
 * @param amount percent of one core, or MHz; 0 is no limit
 * @param megahertz whether the amount is in MHz
 */
record CpuLimit(long amount, boolean megahertz) {
  /** The most percent that are accepted: 1024 cores. */
  static final long MOST_PERCENT = 102_400;

  private static final long MOST_MEGAHERTZ = 10_000_000;
  private static final ValueType<Long> PERCENT = ValueTypes.integer(0, MOST_PERCENT);
  private static final ValueType<Long> MEGAHERTZ = ValueTypes.integer(1, MOST_MEGAHERTZ);

  /** Microseconds of a period that one percent of a core is. */
  private static final long MICROSECONDS = CpuGroup.PERIOD_MICROSECONDS / 100;

  static CpuLimit percent(long amount) {
    return new CpuLimit(amount, false);
  }

  /** The value type: a number, with {@code %} or with {@code m} for MHz. */
  static ValueType<CpuLimit> type() {
    return ValueTypes.text(
        "0.." + MOST_PERCENT + "[%], or MHz with suffix m",
        CpuLimit::parse,
        CpuLimit::text,
        JsonForm.string(),
        List.of());
  }

  private static CpuLimit parse(String text) {
    String number = text.isEmpty() ? text : text.substring(0, text.length() - 1);
    if (text.toLowerCase(Locale.ROOT).endsWith("m")) {
      return new CpuLimit(MEGAHERTZ.parse(number), true);
    }
    return new CpuLimit(PERCENT.parse(text.endsWith("%") ? number : text), false);
  }

  private String text() {
    return megahertz ? amount + "m" : Long.toString(amount);
  }

  boolean none() {
    return amount == 0;
  }

  /**
   * Microseconds of each period.
   *
   * @param core MHz of one core; only used for a limit in MHz
   */
  long quota(long core) {
    return megahertz ? amount * CpuGroup.PERIOD_MICROSECONDS / core : amount * MICROSECONDS;
  }
}
