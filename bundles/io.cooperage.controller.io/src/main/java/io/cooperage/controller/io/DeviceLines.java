package io.cooperage.controller.io;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the kernel's lines of a device and what is said of it. */
final class DeviceLines {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

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
    String start = device + " " + word + " ";
    int at = text.startsWith(start) ? 0 : text.indexOf("\n" + start) + 1;
    if (at == 0 && !text.startsWith(start)) {
      return OptionalLong.empty();
    }
    int newline = text.indexOf('\n', at);
    String number = text.substring(at + start.length(), newline < 0 ? text.length() : newline);
    return NUMBER.matcher(number).matches()
        ? OptionalLong.of(Long.parseLong(number))
        : OptionalLong.empty();
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
