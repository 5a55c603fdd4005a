package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done with disks, as lists of steps and the values that they begin with. */
public final class DiskRecipes {
  private final Recipe check;
  private final Recipe compact;

  /** Recipes over these parts. */
  public DiskRecipes(EngineParts parts) {
    check =
        Recipe.undoable("check", true, List.of(new RequireStopped(parts), new CheckDisk(parts)))
            .finishedFrom(1);
    compact =
        Recipe.undoable("compact", true, List.of(new RequireWhole(parts), new CompactDisk(parts)))
            .finishedFrom(1);
  }

  public Recipe check() {
    return check;
  }

  public Recipe compact() {
    return compact;
  }

  /** The values that a check begins with. */
  public static Map<String, String> checkValues(boolean repair) {
    return Map.of(CheckDisk.REPAIR, repair ? "yes" : "no");
  }

  /** The recipe that a journal was written for. */
  public Optional<Recipe> byAction(String action) {
    return List.of(check, compact).stream().filter(r -> r.action().equals(action)).findFirst();
  }
}
