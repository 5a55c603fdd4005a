package io.cooperage.controller.vswap;

import static io.cooperage.controller.vswap.VSwapParameters.GUARANTEE;
import static io.cooperage.controller.vswap.VSwapParameters.OOM_POLICY;
import static io.cooperage.controller.vswap.VSwapParameters.PHYSPAGES;
import static io.cooperage.controller.vswap.VSwapParameters.SWAPPAGES;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        String parts = "RAM (" + rough(host.memory()) + ") and swap (" + rough(swap) + ")";
        problems.add(problem(proposed, parameter, most + parts, "or unlimited"));
      }
    }
    boolean unlimited =
        proposed.isSet(PHYSPAGES) && VSwapParameters.limit(proposed, PHYSPAGES).isEmpty();
    if (VSwapParameters.limit(proposed, SWAPPAGES).isPresent() && unlimited) {
      problems.add(
          problem(
              proposed,
              SWAPPAGES,
              "has no effect while physpages is unlimited",
              "limit physpages too, or unset swappages"));
    }
    guarantee(proposed, host, problems);
    boolean whole = proposed.get(OOM_POLICY).orElseThrow() == OomPolicy.CONTAINER;
    if (whole && !host.feature("cgroup.memory").equals("v2")) {
      problems.add(
          problem(
              proposed,
              OOM_POLICY,
              "needs memory.oom.group, which only cgroup v2 has",
              "boot the host with cgroup v2, or use process"));
    }
    return List.copyOf(problems);
  }

  private static void guarantee(ParameterValues proposed, HostFacts host, List<Problem> problems) {
    Optional<MemoryGuarantee> guarantee = proposed.explicit(GUARANTEE);
    OptionalLong ram = VSwapParameters.limit(proposed, PHYSPAGES);
    if (guarantee.isEmpty()) {
      return;
    }
    if (host.feature("cgroup.memory").equals("none")) {
      problems.add(
          problem(proposed, GUARANTEE, "needs the memory controller, which this host lacks", ""));
    }
    if (guarantee.get().percent() && guarantee.get().amount() > 0 && ram.isEmpty()) {
      problems.add(
          problem(
              proposed,
              GUARANTEE,
              "is a share of physpages, which has no value",
              "give bytes, or set physpages"));
    }
    long half = host.memory() / 2;
    if (!proposed.isSet(PHYSPAGES)
        && !guarantee.get().percent()
        && guarantee.get().amount() > half) {
      String most = "is more than the " + rough(half) + " that a CT without physpages gets";
      problems.add(problem(proposed, GUARANTEE, most, "set physpages too"));
    }
    if (ram.isPresent() && guarantee.get().of(ram.getAsLong()) > ram.getAsLong()) {
      String most = PHYSPAGES.type().format(ram.getAsLong());
      problems.add(problem(proposed, GUARANTEE, "is more than physpages " + most, ""));
    }
  }

  private static Problem problem(
      ParameterValues values, Parameter<?> parameter, String rule, String remedy) {
    return new Problem(parameter.name(), values.texts(parameter).get(0), rule, remedy);
  }

  /** Whole mebibytes: nobody can act on the bytes of a node's RAM. */
  private static String rough(long bytes) {
    return (bytes >> 20) + "M";
  }
}
