package io.cooperage.controller.vswap;

import static io.cooperage.controller.vswap.VSwapParameters.PHYSPAGES;
import static io.cooperage.controller.vswap.VSwapParameters.SWAPPAGES;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What physpages and swappages must keep to on a host. */
final class VSwapRules {
  private VSwapRules() {}

  static List<Problem> problems(ParameterValues proposed, HostFacts host) {
    List<Problem> problems = new ArrayList<>();
    long swap = NodeSwapFeature.size(host);
    for (Parameter<Long> parameter : List.of(PHYSPAGES, SWAPPAGES)) {
      if (proposed.isSet(parameter) && host.feature("cgroup.memory").equals("none")) {
        problems.add(
            problem(proposed, parameter, "needs the memory controller, which this host lacks", ""));
      }
      OptionalLong limit = VSwapParameters.limit(proposed, parameter);
      if (limit.isPresent() && limit.getAsLong() > host.memory() + swap) {
        String most = "must be at most " + rough(host.memory() + swap) + ", this node's ";
        String parts = "RAM (" + rough(host.memory()) + ") and zram (" + rough(swap) + ")";
        problems.add(problem(proposed, parameter, most + parts, "or unlimited"));
      }
    }
    boolean limited = VSwapParameters.limit(proposed, PHYSPAGES).isPresent();
    if (VSwapParameters.limit(proposed, SWAPPAGES).isPresent() && !limited) {
      problems.add(
          problem(
              proposed,
              SWAPPAGES,
              "has no effect while physpages is unlimited",
              "set physpages too, or unset swappages"));
    }
    return List.copyOf(problems);
  }

  private static Problem problem(
      ParameterValues values, Parameter<Long> parameter, String rule, String remedy) {
    return new Problem(parameter.name(), values.texts(parameter).get(0), rule, remedy);
  }

  /** Whole mebibytes: nobody can act on the bytes of a node's RAM. */
  private static String rough(long bytes) {
    return (bytes >> 20) + "M";
  }
}
