package io.cooperage.core.roster;

import io.cooperage.api.container.Usage;
import io.cooperage.spi.controller.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One sample of a CT's meters.
 *
 * @param amounts by meter name
 * @param rates growth per second of those that only grow
 */
public record Measured(Map<String, Long> amounts, Map<String, Long> rates, Instant at) {
  /** Before the first sample. */
  public static final Measured NOTHING = new Measured(Map.of(), Map.of(), Instant.EPOCH);

  private static final long NANOS = 1_000_000_000L;

  /** Copies the maps. */
  public Measured {
    amounts = Map.copyOf(amounts);
    rates = Map.copyOf(rates);
  }

  /** The sample that follows this one. */
  public Measured next(Map<Meter, Long> sample, Instant now) {
    Map<String, Long> all = new HashMap<>(2 * sample.size());
    Map<String, Long> grown = new HashMap<>(2 * sample.size());
    double seconds = (double) Duration.between(at, now).toNanos() / NANOS;
    sample.forEach(
        (meter, amount) -> {
          all.put(meter.name(), amount);
          Long before = amounts.get(meter.name());
          boolean counts = meter.kind() == Meter.Kind.COUNTER && before != null && seconds > 0;
          // A counter that fell belongs to another run of the CT.
          if (counts && amount >= before) {
            grown.put(meter.name(), Math.round((amount - before) / seconds));
          }
        });
    return new Measured(all, grown, now);
  }

  Usage usage(Instant now) {
    return amounts.isEmpty()
        ? Usage.none()
        : new Usage(amounts, rates, Math.max(0, Duration.between(at, now).toMillis()));
  }
}
