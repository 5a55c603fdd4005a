package io.cooperage.isolation.policy;

/**
 * A test of one argument's low 32 bits; the kernel looks at no more for the calls concerned.
 *
 * @param argument 0..5
 * @param mask bits that count
 * @param value what they must be
 */
record ArgumentCondition(int argument, long mask, long value) {
  private static final long LOW_32 = 0xffff_ffffL;

  /** Reads {@code arg0=40} or {@code arg1&1}. */
  static ArgumentCondition parse(String text) {
    int argument = text.charAt(3) - '0';
    long number = Long.decode(text.substring(5));
    if (!text.startsWith("arg") || argument < 0 || argument > 5) {
      throw new IllegalArgumentException("condition '" + text + "' must be argN=VALUE or argN&BIT");
    }
    return switch (text.charAt(4)) {
      case '=' -> new ArgumentCondition(argument, LOW_32, number);
      case '&' -> new ArgumentCondition(argument, singleBit(text, number), number);
      default -> throw new IllegalArgumentException("condition '" + text + "' must have = or &");
    };
  }

  private static long singleBit(String text, long number) {
    if (Long.bitCount(number) != 1) {
      throw new IllegalArgumentException("condition '" + text + "' must name a single bit");
    }
    return number;
  }
}
