package io.cooperage.core.usage;

import io.cooperage.core.roster.LiveContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose turn it is in a round: of those that never had one, and of so many others that each has one
 * in a period. One thread alone may call.
 */
final class Turns {
  private final Duration period;
  private final Map<LiveContainer, Instant> had = new HashMap<>();
  private Instant lastRound = Instant.EPOCH;
  private double turns;

  /**
   * Begins with nobody.
   *
   * @param period in which each has its turn
   */
  Turns(Duration period) {
    this.period = period;
  }

  /** Who is to have a turn now; who is not of all is forgotten. */
  List<LiveContainer> due(List<LiveContainer> all, Instant now) {
    had.keySet().retainAll(Set.copyOf(all));
    long passed = Math.max(0, Duration.between(lastRound, now).toMillis());
    lastRound = now;
    turns = Math.min(had.size(), turns + (double) had.size() * passed / period.toMillis());
    Stream<LiveContainer> fresh = all.stream().filter(live -> !had.containsKey(live));
    List<LiveContainer> due = Stream.concat(fresh, oldest((long) turns)).toList();
    turns -= (long) turns;
    return due;
  }

  private Stream<LiveContainer> oldest(long most) {
    return had.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .limit(most)
        .map(Map.Entry::getKey);
  }

  /** Tells that one had its turn. */
  void had(LiveContainer live, Instant now) {
    had.put(live, now);
  }
}
