package io.cooperage.controller.io;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the kernel's lines of a device and what is said of it. */
final class DeviceLines {
  private static final String NUMBER = "\\d{1,18}";

  private DeviceLines() {}

  /** What follows {@code MAJOR:MINOR } in the first line of that device. */
  static Optional<String> of(String device, String text) {
    String start = device + " ";
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** Lines {@code MAJOR:MINOR WORD NUMBER}, by word. */
  static Map<String, Long> words(String device, String text) {
    String start = device + " ";
    Map<String, Long> words = new HashMap<>();
    text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).split(" ", 2))
        .filter(fields -> fields.length == 2 && fields[1].matches(NUMBER))
        .forEach(fields -> words.put(fields[0], Long.valueOf(fields[1])));
    return words;
  }

  /** {@code KEY=NUMBER KEY=max ...}; what is no number is left out. */
  static Map<String, Long> pairs(String fields) {
    Map<String, Long> pairs = new HashMap<>();
    for (String field : fields.split(" ", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0 && field.substring(equals + 1).matches(NUMBER)) {
        pairs.put(field.substring(0, equals), Long.valueOf(field.substring(equals + 1)));
      }
    }
    return pairs;
  }
}
