package io.cooperage.api.parameter;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The syntax of a value. Instances are immutable and safe for any thread. {@code parse(format(v))}
 * equals {@code v} for every value that {@code parse} can answer.
 *
 * @param <T> an immutable value with equals
 */
@ConsumerType
public interface ValueType<T> {
  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException with a sentence part that names the rule, as "must be between
   *     8 and 500000"
   */
  T parse(String text);

  /** The canonical text; this is what is stored. */
  String format(T value);

  /** One line for help: {@code BYTES[K|M|G|T]}. */
  String syntax();

  JsonForm json();

  /** Completions that start with the prefix; empty if there are too many to list. */
  List<String> suggest(String prefix);
}
