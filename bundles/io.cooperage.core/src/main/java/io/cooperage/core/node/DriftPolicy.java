package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What happens to limits that somebody else changes.
 *
 * @param answer whether it is told, or told and put back
 * @param period how often each CT's limits are looked at
 */
public record DriftPolicy(Answer answer, Duration period) {
  private static final int MOST_SECONDS = 3600;

  /** The answer to a change. */
  public enum Answer {
    REPORT,
    RESTORE
  }

  /** Every five seconds, told alone. */
  public static DriftPolicy usual() {
    return new DriftPolicy(Answer.REPORT, Duration.ofSeconds(5));
  }

  /**
   * Out of the node's configuration.
   *
   * @throws ContainerException BAD_VALUE naming the key
   */
  static DriftPolicy of(String answer, int seconds) {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw bad("driftSeconds '" + seconds + "' must be 1 to " + MOST_SECONDS);
    }
    return new DriftPolicy(
        Stream.of(Answer.values())
            .filter(a -> a.name().toLowerCase(Locale.ROOT).equals(answer))
            .findFirst()
            .orElseThrow(() -> bad("drift '" + answer + "' must be report or restore")),
        Duration.ofSeconds(seconds));
  }

  private static ContainerException bad(String what) {
    return new ContainerException(ErrorCode.BAD_VALUE, "io.cooperage.node: " + what);
  }
}
