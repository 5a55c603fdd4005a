package io.cooperage.api.parameter;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The value types that most parameters need. */
public final class ValueTypes {
  private ValueTypes() {}

  /** A whole number between two bounds, both allowed. */
  public static ValueType<Long> integer(long minimum, long maximum) {
    return new IntegerType(minimum, maximum);
  }

  /**
   * Bytes with the suffixes B, K, M, G, T (powers of 1024, either case); fractions before a suffix;
   * canonical text in bytes or the largest exact suffix.
   */
  public static ValueType<Long> bytes(long minimum, long maximum) {
    return new SizeType(SizeType.Unit.BYTES, minimum, maximum);
  }

  /**
   * Memory as vzctl writes it: a number without suffix counts pages of 4096 bytes, {@code
   * barrier:limit} is accepted and the limit counts, {@code unlimited} is {@link Long#MAX_VALUE}.
   * The value is in bytes.
   */
  public static ValueType<Long> pages(long minimum, long maximum) {
    return new SizeType(SizeType.Unit.PAGES, minimum, maximum);
  }

  /**
   * Disk space as vzctl writes it: a number without suffix counts KiB, {@code soft:hard} is
   * accepted and the first counts. The value is in bytes.
   */
  public static ValueType<Long> kibibytes(long minimum, long maximum) {
    return new SizeType(SizeType.Unit.KIBIBYTES, minimum, maximum);
  }

  /** {@code yes|no}; on, off, true and false are read too. */
  public static ValueType<Boolean> flag() {
    return new FlagType();
  }

  /** One of an enum's constants, in lower case with dashes. */
  public static <E extends Enum<E>> ValueType<E> word(Class<E> type) {
    return text(
        String.join("|", words(type)),
        s -> parseWord(type, s),
        ValueTypes::wordOf,
        JsonForm.words(words(type)),
        words(type));
  }

  /** A line of text that a rule accepts. */
  public static ValueType<String> line(String syntax, Predicate<String> rule, String ruleText) {
    Function<String, String> parse =
        s -> {
          if (s.indexOf('\n') >= 0 || s.indexOf('\0') >= 0 || !rule.test(s)) {
            throw new IllegalArgumentException(ruleText);
          }
          return s;
        };
    return text(syntax, parse, Function.identity(), JsonForm.string(), List.of());
  }

  /**
   * A type from its functions; {@code parse} throws IllegalArgumentException with the broken rule.
   */
  public static <T> ValueType<T> text(
      String syntax,
      Function<String, T> parse,
      Function<T, String> format,
      JsonForm json,
      List<String> suggestions) {
    return new FunctionType<>(syntax, parse, format, json, suggestions);
  }

  private static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(ValueTypes::wordOf).toList();
  }

  private static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E parseWord(Class<E> type, String text) {
    return Stream.of(type.getEnumConstants())
        .filter(c -> wordOf(c).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("must be one of " + String.join(", ", words(type))));
  }
}
