package io.cooperage.api.parameter;

import java.util.List;

/**
 * How a value looks in JSON, for schemas and forms. A value is always accepted as its text too.
 *
 * @param type JSON type: string, integer, number or boolean
 * @param minimum smallest number as text, or empty
 * @param maximum largest number as text, or empty
 * @param values the allowed words; empty if open
 */
public record JsonForm(String type, String minimum, String maximum, List<String> values) {
  public JsonForm {
    values = List.copyOf(values);
  }

  public static JsonForm string() {
    return new JsonForm("string", "", "", List.of());
  }

  public static JsonForm integer(long minimum, long maximum) {
    return new JsonForm("integer", Long.toString(minimum), Long.toString(maximum), List.of());
  }

  public static JsonForm words(List<String> values) {
    return new JsonForm("string", "", "", values);
  }
}
