package io.cooperage.controller.network;

import java.util.Optional;

/** The node's own bandwidth in each direction, from its configuration or from the link. */
final class Bandwidths {
  private final Optional<Long> out;
  private final Optional<Long> in;
  private final Uplink uplink;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the bad one
   */
  Bandwidths(String total, String totalIn, Uplink uplink) {
    this.out = parse("total", total);
    this.in = parse("totalIn", totalIn);
    this.uplink = uplink;
  }

  /** What is configured, in bit/s. */
  Optional<Long> configured(Direction direction) {
    return direction == Direction.OUT ? out : in;
  }

  /** What is configured, else the link's speed, in bit/s. */
  Optional<Long> node(Direction direction) {
    return configured(direction).or(uplink::speed);
  }

  private static Optional<Long> parse(String setting, String text) {
    if (text.isBlank() || text.strip().equals("auto")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Bandwidth.TYPE.parse(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + " '" + text + "' " + e.getMessage(), e);
    }
  }
}
