package io.cooperage.core.provider;

import java.time.Duration;

/**
 * How patient the engine is with services.
 *
 * @param grace what running calls get when their service leaves
 * @param limit what one call of a vendor's controller may take
 * @param strikes failures in a row before quarantine
 */
record LeaseSettings(Duration grace, Duration limit, int strikes) {
  static LeaseSettings defaults() {
    return new LeaseSettings(Duration.ofSeconds(10), Duration.ofSeconds(5), 3);
  }
}
