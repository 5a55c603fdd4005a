package io.cooperage.controller.io;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the kernel's lines of a device and what is said of it. */
final class DeviceLines {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final int MOST_DIGITS = 18;
  private static final int TEN = 10;

  private DeviceLines() {}

  /** What follows {@code MAJOR:MINOR } in the first line of that device. */
  static Optional<String> of(String device, String text) {
    String start = device + " ";
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** The number in the line {@code MAJOR:MINOR WORD NUMBER}; empty if there is none. */
  static OptionalLong number(String device, String word, String text) {
    for (int line = 0; line < text.length(); ) {
      int newline = text.indexOf('\n', line);
      int end = newline < 0 ? text.length() : newline;
      int second = line + device.length() + 1;
      int third = second + word.length() + 1;
      if (third < end
          && text.charAt(second - 1) == ' '
          && text.charAt(third - 1) == ' '
          && text.startsWith(device, line)
          && text.startsWith(word, second)) {
        return number(text, third, end);
      }
      line = end + 1;
    }
    return OptionalLong.empty();
  }

  private static OptionalLong number(String text, int from, int to) {
    if (to - from > MOST_DIGITS) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalLong.empty();
      }
      number = number * TEN + digit;
    }
    return OptionalLong.of(number);
  }

  /** {@code KEY=NUMBER KEY=max ...}; what is no number is left out. */
  static Map<String, Long> pairs(String fields) {
    Map<String, Long> pairs = new HashMap<>();
    for (String field : fields.split(" ", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0 && NUMBER.matcher(field.substring(equals + 1)).matches()) {
        pairs.put(field.substring(0, equals), Long.valueOf(field.substring(equals + 1)));
      }
    }
    return pairs;
  }
}
