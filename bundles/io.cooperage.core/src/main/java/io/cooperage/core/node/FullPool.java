package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What happens when a storage pool gets full.
 *
 * @param answer whether it is told, or told and CTs that write are paused until there is room
 * @param period the longest time between two looks; they come faster when space gets short
 */
public record FullPool(Answer answer, Duration period) {
  /** The answer to a pool that is nearly full. */
  public enum Answer {
    PAUSE,
    REPORT
  }

  /** CTs are paused; looked at every second. */
  public static FullPool usual() {
    return new FullPool(Answer.PAUSE, Duration.ofSeconds(1));
  }

  /**
   * Out of the node's configuration.
   *
   * @throws ContainerException BAD_VALUE naming the key
   */
  static FullPool of(String answer) {
    return Stream.of(Answer.values())
        .filter(a -> a.name().toLowerCase(Locale.ROOT).equals(answer))
        .findFirst()
        .map(a -> new FullPool(a, usual().period()))
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.BAD_VALUE,
                    "io.cooperage.node: fullPool '" + answer + "' must be pause or report"));
  }
}
