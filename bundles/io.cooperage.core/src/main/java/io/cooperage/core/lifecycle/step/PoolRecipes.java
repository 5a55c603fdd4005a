package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done with pools, as lists of steps and the values that they begin with. */
public final class PoolRecipes {
  private final Recipe grow;
  private final Recipe check;

  /** Recipes over these parts. */
  public PoolRecipes(EngineParts parts) {
    grow = Recipe.committing("pool-grow", true, 0, List.of(new GrowPool(parts)));
    check = Recipe.undoable("pool-check", false, List.of(new CheckPool(parts)));
  }

  public Recipe grow() {
    return grow;
  }

  public Recipe check() {
    return check;
  }

  /** The values that a check begins with. */
  public static Map<String, String> checkValues(String kind, boolean repair) {
    return Map.of(GrowPool.KIND, kind, CheckDisk.REPAIR, repair ? "yes" : "no");
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
