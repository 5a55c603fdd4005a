package io.cooperage.shell.container;

import io.cooperage.api.container.StopOptions;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import java.time.Duration;

/** The options of stop and restart. */
final class StopWords {
  private static final long DAY = 86_400;

  private StopWords() {}

  /** Adds the options to a verb that stops. */
  static Syntax.Builder add(Syntax.Builder syntax) {
    return syntax
        .flag("--fast", "Kill its processes at once.")
        .option(
            "--timeout",
            "SECONDS",
            "How long its init may take before it is killed; else its stop-timeout.",
            Completion.NONE);
  }

  static StopOptions options(Call call) {
    return new StopOptions(
        call.has("--fast"), call.number("--timeout", 0, DAY).map(Duration::ofSeconds));
  }
}
