package io.cooperage.isolation.view;

import java.util.HashMap;
import java.util.Map;

/** The kernel's files of lines "name number". */
final class Numbers {
  private static final int MOST_DIGITS = 18;

  private Numbers() {}

  /** All lines of two words of which the second is a number that fits. */
  static Map<String, Long> named(String text) {
    Map<String, Long> all = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        String number = line.substring(space + 1).strip();
        if (isNumber(number)) {
          all.put(line.substring(0, space), Long.parseLong(number));
        }
      }
    }
    return all;
  }

  /** A number that is not negative, or another one for what is none. */
  static long orElse(String text, long other) {
    return isNumber(text) ? Long.parseLong(text) : other;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
