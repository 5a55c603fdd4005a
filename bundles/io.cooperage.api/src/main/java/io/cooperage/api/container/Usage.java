package io.cooperage.api.container;

import java.util.Map;

/**
 * The last sample of a CT's meters.
 *
 * @param meters amount by meter name, as {@code memory.used} in bytes or {@code cpu.time} in
 *     nanoseconds
 * @param ageMillis age of the sample when the answer was made
 */
public record Usage(Map<String, Long> meters, long ageMillis) {
  public Usage {
    meters = Map.copyOf(meters);
  }

  public static Usage none() {
    return new Usage(Map.of(), 0);
  }
}
