package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done with pools, as lists of steps and the values that they begin with. */
public final class PoolRecipes {
  private final Recipe grow;

  /** Recipes over these parts. */
  public PoolRecipes(EngineParts parts) {
    grow = Recipe.committing("pool-grow", true, 0, List.of(new GrowPool(parts)));
  }

  public Recipe grow() {
    return grow;
  }

  /** The values that a growth begins with. */
  public static Map<String, String> growValues(String kind, long bytes) {
    return Map.of(GrowPool.KIND, kind, GrowPool.SIZE, Long.toString(bytes));
  }

  /** The recipe that a journal was written for. */
  public Optional<Recipe> byAction(String action) {
    return Optional.of(grow).filter(r -> r.action().equals(action));
  }
}
