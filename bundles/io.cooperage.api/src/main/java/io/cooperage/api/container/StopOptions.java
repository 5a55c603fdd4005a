package io.cooperage.api.container;

import java.time.Duration;
import java.util.Optional;

/**
 * How to stop.
 *
 * @param fast kill at once instead of asking init to shut down
 * @param timeout how long to wait before the kill; empty for the CT's own {@code stop-timeout}
 */
public record StopOptions(boolean fast, Optional<Duration> timeout) {
  public static StopOptions defaults() {
    return new StopOptions(false, Optional.empty());
  }

  public static StopOptions killAtOnce() {
    return new StopOptions(true, Optional.empty());
  }
}
