package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.roster.LiveContainer;
import java.util.List;

/** Keeps a CT from running without what guards it. */
public final class Guards {
  /** The value of a start that does without them. */
  public static final String UNGUARDED = "unguarded";

  private Guards() {}

  /**
   * Refuses a CT that has values of parameters that guard it and that nobody owns now.
   *
   * @throws ContainerException NO_CONTROLLER, naming them
   */
  public static void require(EngineParts parts, LiveContainer live) {
    List<String> away =
        parts.catalog().view(live.record().kinds()).unowned(live.record().parameters()).stream()
            .filter(parts.catalog()::guards)
            .sorted()
            .toList();
    if (!away.isEmpty()) {
      throw new ContainerException(
          ErrorCode.NO_CONTROLLER,
          "CT " + live + " would run without its " + String.join(", ", away) + ": no controller",
          "Bring back the bundle that owns it ('ct plugin list'), drop the value with 'ct set "
              + live
              + " --unset "
              + away.get(0)
              + "', or start it all the same with 'ct start --force'.");
    }
  }
}
