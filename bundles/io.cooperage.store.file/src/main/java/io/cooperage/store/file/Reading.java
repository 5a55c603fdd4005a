package io.cooperage.store.file;

import java.util.Optional;

/**
 * A file as it was read.
 *
 * @param value what it holds; empty if it cannot be used
 * @param reason why it cannot be used; empty if it can
 */
record Reading<T>(Optional<T> value, String reason) {
  static <T> Reading<T> of(T value) {
    return new Reading<>(Optional.of(value), "");
  }

  static <T> Reading<T> unreadable(String reason) {
    return new Reading<>(Optional.empty(), reason);
  }
}
