package io.cooperage.isolation.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The policy's data: texts beside the classes. */
final class Tables {
  private Tables() {}

  /** A whole resource. */
  static String text(String name) {
    try (InputStream in = Tables.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its lines, without blank ones and comments. */
  static Stream<String> rows(String name) {
    return lines(text(name));
  }

  static Stream<String> lines(String text) {
    return text.lines().filter(l -> !l.isBlank() && !l.startsWith("#"));
  }
}
