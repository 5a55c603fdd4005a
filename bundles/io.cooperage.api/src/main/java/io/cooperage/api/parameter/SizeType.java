package io.cooperage.api.parameter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of bytes in vzctl's notations. */
record SizeType(Unit unit, long minimum, long maximum) implements ValueType<Long> {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?)([BKMGTP]?)");
  private static final String SUFFIXES = "BKMGT";
  private static final long PAGE = 4096;

  /** What a number without suffix counts, and which half of a pair is meant. */
  enum Unit {
    BYTES(1, "BYTES"),
    KIBIBYTES(1024, "KIB"),
    PAGES(PAGE, "PAGES");

    private final long factor;
    private final String word;

    Unit(long factor, String word) {
      this.factor = factor;
      this.word = word;
    }
  }

  @Override
  public Long parse(String text) {
    long value = parseOne(half(text));
    if (value < minimum || value > maximum) {
      throw new IllegalArgumentException(
          "must be between " + format(minimum) + " and " + format(maximum));
    }
    return value;
  }

  private String half(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || unit == Unit.BYTES) {
      return text;
    }
    String first = text.substring(0, colon);
    String second = text.substring(colon + 1);
    long low = parseOne(first);
    long high = parseOne(second);
    if (low > high) {
      throw new IllegalArgumentException("must not have a barrier above its limit");
    }
    return unit == Unit.PAGES ? second : first;
  }

  private long parseOne(String text) {
    if (text.equalsIgnoreCase("unlimited")) {
      return Long.MAX_VALUE;
    }
    Matcher m = NUMBER.matcher(text.toUpperCase(Locale.ROOT));
    if (!m.matches()) {
      throw new IllegalArgumentException("must be " + syntax());
    }
    boolean indivisible = m.group(2).isEmpty() || m.group(2).equals("B") || m.group(2).equals("P");
    if (indivisible && m.group(1).indexOf('.') >= 0) {
      throw new IllegalArgumentException("must be whole unless it has a suffix K, M, G or T");
    }
    BigDecimal bytes = new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(factor(m.group(2))));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("must be at most " + format(maximum));
    }
    return bytes.longValue();
  }

  private long factor(String suffix) {
    if (suffix.isEmpty()) {
      return unit.factor;
    }
    return suffix.equals("P") ? PAGE : 1L << (10 * SUFFIXES.indexOf(suffix));
  }

  @Override
  public String format(Long value) {
    if (value == Long.MAX_VALUE) {
      return "unlimited";
    }
    for (int i = SUFFIXES.length() - 1; i > 0; i--) {
      long factor = 1L << (10 * i);
      if (value >= factor && value % factor == 0) {
        return value / factor + SUFFIXES.substring(i, i + 1);
      }
    }
    return value + "B";
  }

  @Override
  public String syntax() {
    String pair = unit == Unit.BYTES ? "" : ", or a pair A:B";
    return unit.word
        + " or a number with suffix B, K, M, G, T"
        + (unit == Unit.PAGES ? ", P" : "")
        + pair;
  }

  @Override
  public JsonForm json() {
    return JsonForm.integer(minimum, maximum);
  }

  @Override
  public List<String> suggest(String prefix) {
    return List.of();
  }
}
