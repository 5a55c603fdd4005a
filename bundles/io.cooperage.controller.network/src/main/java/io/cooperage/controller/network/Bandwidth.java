package io.cooperage.controller.network;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bits per second in powers of 1000: {@code 10M}, {@code 1.5Gbit}, and, as in vzctl, a number
 * without suffix in kilobits or {@code DEV:CLASS:KBIT}. Whole kilobits only, so that the kernel's
 * bytes per second are exact.
 */
final class Bandwidth {
  static final long KILOBIT = 1000;

  /** Less than this is a mistake rather than a limit: one full packet takes 1.5 s. */
  static final long LEAST = 8 * KILOBIT;

  static final long MOST = 400_000_000 * KILOBIT;

  static final ValueType<Long> TYPE =
      ValueTypes.text(
          "KBIT or a number with suffix K, M, G",
          Bandwidth::parse,
          Bandwidth::format,
          JsonForm.string(),
          List.of("1M", "10M", "100M", "1G"));

  private static final Pattern NUMBER =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(?:(K|M|G)(?:BIT)?)?");
  private static final Pattern CLASSED = Pattern.compile("[^:]{1,15}:(\\d{1,2}):(\\d{1,12})");
  private static final String SUFFIXES = "KMG";

  private Bandwidth() {}

  private static Long parse(String text) {
    Matcher classed = CLASSED.matcher(text);
    if (classed.matches() && !classed.group(1).equals("1")) {
      throw new IllegalArgumentException("must be of network class 1, the only one");
    }
    Matcher number =
        NUMBER.matcher(classed.matches() ? classed.group(2) : text.toUpperCase(Locale.ROOT));
    if (!number.matches()) {
      throw new IllegalArgumentException("must be " + TYPE.syntax());
    }
    int suffix = number.group(2) == null ? 0 : SUFFIXES.indexOf(number.group(2));
    BigDecimal kilobits = new BigDecimal(number.group(1)).scaleByPowerOfTen(3 * suffix);
    if (kilobits.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException("must be whole kilobits per second");
    }
    BigDecimal bits = kilobits.scaleByPowerOfTen(3);
    if (bits.compareTo(BigDecimal.valueOf(LEAST)) < 0
        || bits.compareTo(BigDecimal.valueOf(MOST)) > 0) {
      throw new IllegalArgumentException(
          "must be between " + format(LEAST) + " and " + format(MOST) + " bit/s");
    }
    return bits.longValueExact();
  }

  /** The largest suffix that leaves a whole number. */
  static String format(long bits) {
    long amount = bits / KILOBIT;
    int suffix = 0;
    while (suffix < SUFFIXES.length() - 1 && amount > 0 && amount % 1000 == 0) {
      amount /= 1000;
      suffix++;
    }
    return amount + SUFFIXES.substring(suffix, suffix + 1);
  }

  /** The kernel counts bytes. */
  static long toBytes(long bits) {
    return bits / Byte.SIZE;
  }

  static long toBits(long bytes) {
    return bytes * Byte.SIZE;
  }
}
