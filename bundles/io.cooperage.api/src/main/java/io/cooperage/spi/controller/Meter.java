package io.cooperage.spi.controller;

/**
 * Something that is measured for each CT.
 *
 * @param name dotted, as {@code memory.used}
 * @param unit bytes, nanoseconds, count ...
 * @param kind whether it goes up and down or only up
 */
public record Meter(String name, String unit, Kind kind, String description) {
  /** How a meter moves. */
  public enum Kind {
    GAUGE,
    COUNTER
  }

  // One of each is put into a map for each CT and round: the name alone tells them apart.
  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
