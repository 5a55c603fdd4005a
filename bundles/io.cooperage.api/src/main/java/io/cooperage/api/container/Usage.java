package io.cooperage.api.container;

import java.util.Map;

/**
 * The last sample of a CT's meters.
 *
 * @param meters amount by meter name, as {@code memory.used} in bytes or {@code cpu.time} in
 *     nanoseconds
 * @param rates growth per second of each meter that only grows, between the last two samples; a
 *     meter without two samples is absent
 * @param ageMillis age of the sample when the answer was made
 */
public record Usage(Map<String, Long> meters, Map<String, Long> rates, long ageMillis) {
  public Usage {
    meters = Map.copyOf(meters);
    rates = Map.copyOf(rates);
  }

  /** A first sample. */
  public Usage(Map<String, Long> meters, long ageMillis) {
    this(meters, Map.of(), ageMillis);
  }

  public static Usage none() {
    return new Usage(Map.of(), Map.of(), 0);
  }
}
