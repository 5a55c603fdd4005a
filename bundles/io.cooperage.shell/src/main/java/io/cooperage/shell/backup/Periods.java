package io.cooperage.shell.backup;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times between backups as operators write them: {@code 30m}, {@code 6h}, {@code 1d}, {@code 1w}.
 */
final class Periods {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([mhdw])");
  private static final int WEEK = 7;

  private Periods() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException naming the rule
   */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a number with m, h, d or w, as 6h");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(number * WEEK);
    };
  }

  static String format(Duration period) {
    if (period.equals(Duration.ofDays(period.toDays()))) {
      return period.toDays() + "d";
    }
    return period.equals(Duration.ofHours(period.toHours()))
        ? period.toHours() + "h"
        : period.toMinutes() + "m";
  }
}
