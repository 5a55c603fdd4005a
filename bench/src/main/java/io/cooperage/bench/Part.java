package io.cooperage.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be measured by itself, in the order in which it is. */
enum Part {
  LIFECYCLE,
  FLEET,
  LIMITS,
  DISK,
  SNAPSHOT,
  OVERHEAD,
  VIEW;

  static Optional<Part> named(String word) {
    return Stream.of(values()).filter(p -> p.word().equals(word)).findFirst();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
