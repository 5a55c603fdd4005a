package io.cooperage.controller.network;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What values must keep to, among each other and on this host. */
final class ShapingRules {
  private static final Parameter<Boolean> RATEBOUND = NetworkParameters.RATEBOUND;

  private final Bandwidths bandwidths;

  ShapingRules(Bandwidths bandwidths) {
    this.bandwidths = bandwidths;
  }

  /** The node's bandwidth in bit/s as configured, else as the host was probed. */
  Optional<Long> node(Direction direction, HostFacts host) {
    return bandwidths.configured(direction).or(() -> ShapingProbe.linkSpeed(host));
  }

  List<Problem> check(ParameterValues proposed, HostFacts host) {
    List<Problem> problems = new ArrayList<>();
    String lacking = ShapingProbe.lacking(host);
    for (Parameter<?> parameter : NetworkParameters.ALL) {
      if (!lacking.isEmpty() && proposed.isSet(parameter)) {
        String rule = "needs " + lacking + ", which this host's kernel lacks";
        problems.add(Problem.of(parameter.name(), text(proposed, parameter), rule));
      }
    }
    for (Direction direction : Direction.values()) {
      checkGuarantee(proposed, direction, host).ifPresent(problems::add);
      checkLimit(proposed, direction).ifPresent(problems::add);
    }
    checkBound(proposed).ifPresent(problems::add);
    return List.copyOf(problems);
  }

  private Optional<Problem> checkGuarantee(
      ParameterValues proposed, Direction direction, HostFacts host) {
    Parameter<Long> parameter = NetworkParameters.guarantee(direction);
    Optional<Long> guarantee = proposed.get(parameter);
    if (guarantee.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> node = node(direction, host);
    String text = Bandwidth.format(guarantee.get());
    if (node.isEmpty()) {
      return Optional.of(
          new Problem(
              parameter.name(),
              text,
              "needs the node's bandwidth, which the device of its default route does not tell",
              "set " + setting(direction) + " in io.cooperage.controller.network.cfg"));
    }
    return guarantee
        .filter(bits -> bits > node.get())
        .map(
            bits ->
                Problem.of(
                    parameter.name(),
                    text,
                    "must be at most " + Bandwidth.format(node.get()) + ", the node's bandwidth"));
  }

  private static Optional<Problem> checkLimit(ParameterValues proposed, Direction direction) {
    Optional<Long> guarantee = proposed.get(NetworkParameters.guarantee(direction));
    Parameter<Long> parameter = NetworkParameters.limit(direction);
    return proposed
        .get(parameter)
        .filter(limit -> guarantee.filter(g -> g > limit).isPresent())
        .map(
            limit ->
                Problem.of(
                    parameter.name(),
                    Bandwidth.format(limit),
                    "must be at least "
                        + NetworkParameters.guarantee(direction).name()
                        + ", which is "
                        + Bandwidth.format(guarantee.orElseThrow())));
  }

  private static Optional<Problem> checkBound(ParameterValues proposed) {
    if (!proposed.get(RATEBOUND).orElse(false)) {
      return Optional.empty();
    }
    List<String> rates = new ArrayList<>();
    List<String> both = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      if (proposed.isSet(NetworkParameters.guarantee(direction))) {
        rates.add(NetworkParameters.guarantee(direction).name());
        if (proposed.isSet(NetworkParameters.limit(direction))) {
          both.add(NetworkParameters.limit(direction).name());
        }
      }
    }
    if (rates.isEmpty()) {
      return Optional.of(Problem.of(RATEBOUND.name(), "yes", "needs rate or ratein"));
    }
    return both.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.of(RATEBOUND.name(), "yes", "contradicts " + String.join(" and ", both)));
  }

  private static String setting(Direction direction) {
    return direction == Direction.OUT ? "total" : "totalIn";
  }

  private static String text(ParameterValues values, Parameter<?> parameter) {
    return String.join(" ", values.texts(parameter));
  }
}
