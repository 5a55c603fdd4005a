package io.cooperage.shell.container;

import io.cooperage.api.container.StopOptions;
import io.cooperage.shell.verb.Call;
import java.time.Duration;

/** The options of stop and restart. */
final class StopWords {
  private static final long DAY = 86_400;

  private StopWords() {}

  static StopOptions options(Call call) {
    return new StopOptions(
        call.has("--fast"), call.number("--timeout", 0, DAY).map(Duration::ofSeconds));
  }
}
