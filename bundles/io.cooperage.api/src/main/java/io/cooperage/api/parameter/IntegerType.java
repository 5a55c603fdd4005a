package io.cooperage.api.parameter;

import java.util.List;

/** A whole number between two bounds. */
record IntegerType(long minimum, long maximum) implements ValueType<Long> {
  IntegerType {
    if (minimum > maximum) {
      throw new IllegalArgumentException(minimum + " > " + maximum);
    }
  }

  @Override
  public Long parse(String text) {
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(rule(), e);
    }
    if (value < minimum || value > maximum) {
      throw new IllegalArgumentException(rule());
    }
    return value;
  }

  private String rule() {
    return "must be a whole number between " + minimum + " and " + maximum;
  }

  @Override
  public String format(Long value) {
    return Long.toString(value);
  }

  @Override
  public String syntax() {
    return minimum + ".." + maximum;
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
