package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How many times of what the node has may be promised to CTs, by resource. Keys {@code
 * overcommit.RESOURCE} of the node's configuration: a number of 0.01 to 1000, or {@code unlimited}.
 * Guarantees are kept (1.0) unless configured; images grow as they fill, so disk space has no bound
 * in sum.
 */
public record Overcommit(Map<String, OptionalDouble> ratios) {
  private static final String PREFIX = "overcommit.";
  private static final String UNLIMITED = "unlimited";
  private static final double LEAST = 0.01;
  private static final double MOST = 1000;
  private static final OptionalDouble KEPT = OptionalDouble.of(1);
  private static final Map<String, OptionalDouble> USUAL =
      Map.of("disk.space", OptionalDouble.empty());

  /** Copies the ratios. */
  public Overcommit {
    ratios = Map.copyOf(ratios);
  }

  /** Nothing is configured. */
  public static Overcommit usual() {
    return new Overcommit(USUAL);
  }

  /**
   * Out of all keys of a configuration.
   *
   * @throws ContainerException BAD_VALUE naming the key
   */
  public static Overcommit of(Map<String, ?> configuration) {
    Map<String, OptionalDouble> ratios = new HashMap<>(USUAL);
    configuration.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            ratios.put(key.substring(PREFIX.length()), ratio(key, String.valueOf(value).strip()));
          }
        });
    return new Overcommit(ratios);
  }

  private static OptionalDouble ratio(String key, String text) {
    if (text.equals(UNLIMITED)) {
      return OptionalDouble.empty();
    }
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= LEAST && ratio <= MOST) {
        return OptionalDouble.of(ratio);
      }
    } catch (NumberFormatException e) {
      throw bad(key, text);
    }
    throw bad(key, text);
  }

  private static ContainerException bad(String key, String text) {
    return new ContainerException(
        ErrorCode.BAD_VALUE,
        "io.cooperage.node: "
            + key
            + " '"
            + text
            + "' must be a number between 0.01 and 1000, or unlimited");
  }

  /** Of one resource; empty for no bound. */
  public OptionalDouble ratio(String resource) {
    return ratios.getOrDefault(resource, KEPT);
  }
}
