package io.cooperage.isolation.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A test of one argument.
 *
 * @param argument 0..5
 * @param test how it is compared
 * @param mask bits that count
 * @param value what it is compared with
 */
record ArgumentCondition(int argument, Test test, long mask, long value) {
  /** Of numbers the kernel looks at the low half alone for the calls concerned. */
  private static final long LOW_32 = 0xffff_ffffL;

  private static final long WHOLE = -1;

  /** Numbers that "any but" tells apart: more than there are of any kind. */
  private static final int NUMBERS = 64;

  /** Ways to compare. */
  enum Test {
    EQUAL,
    NOT_EQUAL
  }

  /**
   * Reads {@code arg0=40}, {@code arg1&1}, {@code arg2!0} (a pointer that is given) or {@code
   * arg0!1,2,10} (any number below 64 but these). Each of the conditions is enough.
   */
  static List<ArgumentCondition> parse(String text) {
    int argument = text.charAt(3) - '0';
    if (!text.startsWith("arg") || argument < 0 || argument > 5) {
      throw new IllegalArgumentException("condition '" + text + "' must begin with arg0..arg5");
    }
    String rest = text.substring(5);
    return switch (text.charAt(4)) {
      case '=' -> List.of(equal(argument, LOW_32, Long.decode(rest)));
      case '&' -> List.of(singleBit(argument, text, Long.decode(rest)));
      case '!' -> but(argument, rest);
      default -> throw new IllegalArgumentException("condition '" + text + "' must have =, & or !");
    };
  }

  private static ArgumentCondition equal(int argument, long mask, long value) {
    return new ArgumentCondition(argument, Test.EQUAL, mask, value);
  }

  private static ArgumentCondition singleBit(int argument, String text, long number) {
    if (Long.bitCount(number) != 1) {
      throw new IllegalArgumentException("condition '" + text + "' must name a single bit");
    }
    return equal(argument, number, number);
  }

  /** The library tests an argument once in a rule, so that "none of these" is a rule for each. */
  private static List<ArgumentCondition> but(int argument, String rest) {
    if (rest.equals("0")) {
      return List.of(new ArgumentCondition(argument, Test.NOT_EQUAL, WHOLE, 0));
    }
    Set<Long> left = Stream.of(rest.split(",", -1)).map(Long::decode).collect(Collectors.toSet());
    return LongStream.range(0, NUMBERS)
        .filter(number -> !left.contains(number))
        .mapToObj(number -> equal(argument, LOW_32, number))
        .toList();
  }
}
