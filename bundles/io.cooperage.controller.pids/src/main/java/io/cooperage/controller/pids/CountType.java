package io.cooperage.controller.pids;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import java.util.List;

/**
 * A number of things as vzctl writes it: N, unlimited, or a pair BARRIER:LIMIT of which the limit
 * counts, because the kernel has no barriers for numbers.
 *
 * @param minimum least number
 * @param maximum largest number; beyond it there is only {@link #UNLIMITED}
 */
record CountType(long minimum, long maximum) implements ValueType<Long> {
  /** No limit. */
  static final long UNLIMITED = Long.MAX_VALUE;

  private static final String WORD = "unlimited";

  @Override
  public Long parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return one(text);
    }
    long barrier = one(text.substring(0, colon));
    long limit = one(text.substring(colon + 1));
    if (barrier > limit) {
      throw new IllegalArgumentException("must not have a barrier above its limit");
    }
    return limit;
  }

  private long one(String text) {
    if (text.equalsIgnoreCase(WORD)) {
      return UNLIMITED;
    }
    if (!text.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(rule());
    }
    long value = Long.parseLong(text);
    if (value < minimum || value > maximum) {
      throw new IllegalArgumentException(rule());
    }
    return value;
  }

  private String rule() {
    return "must be a whole number between "
        + minimum
        + " and "
        + maximum
        + ", unlimited, or a pair BARRIER:LIMIT of them";
  }

  @Override
  public String format(Long value) {
    return value == UNLIMITED ? WORD : Long.toString(value);
  }

  @Override
  public String syntax() {
    return minimum + ".." + maximum + "|" + WORD + ", or a pair A:B";
  }

  @Override
  public JsonForm json() {
    return JsonForm.integer(minimum, maximum);
  }

  @Override
  public List<String> suggest(String prefix) {
    return WORD.startsWith(prefix) ? List.of(WORD) : List.of();
  }
}
