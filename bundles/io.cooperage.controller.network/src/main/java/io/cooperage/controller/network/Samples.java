package io.cooperage.controller.network;

import io.cooperage.linux.net.HtbClassState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The counters of a lane. The kernel lists all classes at once, so one question serves all CTs of a
 * sampler's round. Any thread may call.
 */
final class Samples {
  private static final Duration FRESH = Duration.ofMillis(200);

  private final Lane lane;
  private Map<Integer, HtbClassState> known = Map.of();
  private long taken = System.nanoTime() - FRESH.toNanos();

  Samples(Lane lane) {
    this.lane = lane;
  }

  /** At most 200 ms old; nothing for 0, which is no class. */
  synchronized Optional<HtbClassState> of(int number) {
    if (number == 0) {
      return Optional.empty();
    }
    if (System.nanoTime() - taken >= FRESH.toNanos()) {
      known =
          lane.classes().stream()
              .collect(Collectors.toMap(state -> state.handle().minor(), Function.identity()));
      taken = System.nanoTime();
    }
    return Optional.ofNullable(known.get(number));
  }
}
