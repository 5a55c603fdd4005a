package io.cooperage.controller.network;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;
import java.util.Optional;

/** Descriptors of the bandwidth parameters; {@code rate} and {@code ratebound} are vzctl's. */
final class NetworkParameters {
  static final Parameter<Long> RATE =
      bandwidth(
          "rate",
          "none",
          "Bandwidth that the CT can always send with; it gets more while others leave some. Frames"
              + " are counted with their Ethernet headers.");

  static final Parameter<Long> RATELIMIT =
      bandwidth("ratelimit", "unlimited", "Most bandwidth that the CT sends with.");

  static final Parameter<Long> RATEIN =
      bandwidth(
          "ratein",
          "none",
          "Bandwidth that the CT can always receive with; it gets more while others leave some.");

  static final Parameter<Long> RATELIMITIN =
      bandwidth("ratelimitin", "unlimited", "Most bandwidth that the CT receives with.");

  static final Parameter<Boolean> RATEBOUND =
      Parameter.builder("ratebound", ValueTypes.flag())
          .defaultValue(false)
          .description(
              "Whether rate and ratein are limits as well, so that the CT never gets more.")
          .group("network")
          .build();

  static final List<Parameter<?>> ALL = List.of(RATE, RATELIMIT, RATEIN, RATELIMITIN, RATEBOUND);

  private NetworkParameters() {}

  static Parameter<Long> guarantee(Direction direction) {
    return direction == Direction.OUT ? RATE : RATEIN;
  }

  static Parameter<Long> limit(Direction direction) {
    return direction == Direction.OUT ? RATELIMIT : RATELIMITIN;
  }

  /** What the values ask for in one direction. */
  static Demand demand(ParameterValues values, Direction direction) {
    Optional<Long> guarantee = values.get(guarantee(direction));
    boolean bound = guarantee.isPresent() && values.get(RATEBOUND).orElse(false);
    return new Demand(guarantee, bound ? guarantee : values.get(limit(direction)), bound);
  }

  private static Parameter<Long> bandwidth(String name, String without, String description) {
    return Parameter.builder(name, Bandwidth.TYPE)
        .unit("Kbit/s")
        .defaultText(without)
        .description(description)
        .group("network")
        .build();
  }
}
