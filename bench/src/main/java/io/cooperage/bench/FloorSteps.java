package io.cooperage.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The steps of the floor's starts. Those of the CT's own process, {@code its ...}, run beside the
 * others.
 */
final class FloorSteps {
  private final Map<String, Samples> millis = new LinkedHashMap<>();

  /** Adds the steps of one start: {@code name=microseconds;... | its name=microseconds;...}. */
  void add(String answer) {
    for (String step : answer.split(" *[;|] *", -1)) {
      int equals = step.lastIndexOf('=');
      if (equals > 0) {
        millis
            .computeIfAbsent(step.substring(0, equals), name -> new Samples())
            .add(Long.parseLong(step.substring(equals + 1)) / 1e3);
      }
    }
  }

  @Override
  public String toString() {
    Table table = new Table("step of the floor", "min us", "med", "p95");
    millis.forEach(
        (name, times) ->
            table.row(name, micros(times.min()), micros(times.median()), micros(times.p95())));
    return millis.isEmpty() ? "" : table.toString();
  }

  private static String micros(double millis) {
    return Long.toString(Math.round(1000 * millis));
  }
}
