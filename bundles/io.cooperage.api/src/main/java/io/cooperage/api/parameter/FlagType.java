package io.cooperage.api.parameter;

import java.util.List;
import java.util.Locale;

/** yes or no. */
record FlagType() implements ValueType<Boolean> {
  @Override
  public Boolean parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "on", "true" -> true;
      case "no", "off", "false" -> false;
      default -> throw new IllegalArgumentException("must be yes or no");
    };
  }

  @Override
  public String format(Boolean value) {
    return value ? "yes" : "no";
  }

  @Override
  public String syntax() {
    return "yes|no";
  }

  @Override
  public JsonForm json() {
    return new JsonForm("boolean", "", "", List.of());
  }

  @Override
  public List<String> suggest(String prefix) {
    return List.of("yes", "no").stream().filter(s -> s.startsWith(prefix)).toList();
  }
}
