package io.cooperage.supervisor;

/**
 * How much is fuzzed, and from which seed: a fixed number of inputs with every build, more with
 * {@code -Dcooperage.full=true}; {@code -Dcooperage.fuzz.seconds=3600} goes on from a random seed
 * for so long, and {@code -Dcooperage.fuzz.seed=N} repeats a run.
 */
final class FuzzBudget {
  private static final long SECONDS = Long.getLong("cooperage.fuzz.seconds", 0);

  private final long seed =
      Long.getLong("cooperage.fuzz.seed", SECONDS > 0 ? System.nanoTime() : 20261123L);
  private final long end = System.nanoTime() + SECONDS * 1_000_000_000L;
  private final long inputs;

  FuzzBudget(long few, long many) {
    inputs = Boolean.getBoolean("cooperage.full") ? many : few;
  }

  long seed() {
    return seed;
  }

  boolean allows(long done) {
    return SECONDS > 0 ? System.nanoTime() < end : done < inputs;
  }
}
