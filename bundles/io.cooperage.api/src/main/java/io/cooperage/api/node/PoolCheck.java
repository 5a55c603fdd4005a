package io.cooperage.api.node;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a check of a storage pool found.
 *
 * @param kind kind of storage
 * @param at when it ended
 * @param repair whether it repaired what it could
 * @param flaws in order of path
 */
public record PoolCheck(String kind, Instant at, boolean repair, List<PoolFlaw> flaws) {
  public PoolCheck {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(at, "at");
    flaws = List.copyOf(flaws);
  }

  /** Whether no CT misses anything; space may be wasted all the same. */
  public boolean sound() {
    return flaws.stream().noneMatch(f -> f.error() && !f.done());
  }
}
