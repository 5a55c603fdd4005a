package io.cooperage.core.usage;

import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows of which CTs no process has run since all that they use was read: most of hundreds, most of
 * the time. Each is read wholly once in a period all the same. One thread alone may call.
 */
final class RestingContainers {
  private final Turns turns;
  private final Map<LiveContainer, Whole> last = new HashMap<>();

  /**
   * What was read of a CT.
   *
   * @param limits what it was read under: new limits may take memory from a CT that rests
   */
  private record Whole(long activity, Optional<RuntimeRecord> limits, Map<Meter, Long> meters) {
    boolean holds(LiveContainer live, long ran) {
      return activity == ran && limits.equals(live.runtime());
    }
  }

  /**
   * Begins with none.
   *
   * @param period in which each CT is read wholly, whether it rests or not
   */
  RestingContainers(Duration period) {
    this.turns = new Turns(period);
  }

  /**
   * The CTs that need not be read, with what was read of them last.
   *
   * @param activity grows whenever a CT runs; without it a CT is read
   */
  Map<LiveContainer, Map<Meter, Long>> among(
      List<LiveContainer> running, Map<LiveContainer, Long> activity, Instant now) {
    last.keySet().retainAll(Set.copyOf(running));
    Set<LiveContainer> due = Set.copyOf(turns.due(running, now));
    Map<LiveContainer, Map<Meter, Long>> resting = new HashMap<>();
    activity.forEach(
        (live, ran) -> {
          Whole before = last.get(live);
          if (before != null && before.holds(live, ran) && !due.contains(live)) {
            resting.put(live, before.meters());
          }
        });
    return resting;
  }

  /**
   * Tells what was read of a CT.
   *
   * @param activity as it was before
   */
  void read(LiveContainer live, long activity, Map<Meter, Long> meters, Instant now) {
    last.put(live, new Whole(activity, live.runtime(), Map.copyOf(meters)));
    turns.had(live, now);
  }
}
