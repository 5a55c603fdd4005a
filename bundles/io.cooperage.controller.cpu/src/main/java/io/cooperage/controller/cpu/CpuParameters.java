package io.cooperage.controller.cpu;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;
import java.util.Optional;

/** Descriptors of the CPU parameters, with vzctl's names and ranges where it has them. */
final class CpuParameters {
  static final Parameter<Long> CPUUNITS =
      Parameter.builder("cpuunits", ValueTypes.integer(8, 500_000))
          .defaultValue(1000L)
          .description(
              "Weight of the CT when CPUs are short: a CT with 2000 gets twice as much as one with"
                  + " 1000.")
          .group("cpu")
          .build();

  static final Parameter<CpuLimit> CPULIMIT =
      Parameter.builder("cpulimit", CpuLimit.type())
          .unit("% of one core")
          .defaultText("unlimited")
          .description(
              "Most CPU time that the CT gets, in percent of one core: 150 is one and a half cores;"
                  + " with suffix m in MHz; 0 is no limit.")
          .group("cpu")
          .build();

  static final Parameter<Long> CPUS =
      Parameter.builder("cpus", ValueTypes.integer(0, CpuLimit.MOST_PERCENT / 100))
          .unit("cores")
          .defaultText("all")
          .description(
              "Most CPU time that the CT gets, in whole cores; with cpulimit too, the smaller"
                  + " applies; 0 is no limit. Programs inside count the cores of cpumask.")
          .group("cpu")
          .build();

  static final Parameter<IndexSet> CPUMASK =
      Parameter.builder("cpumask", IndexSet.type())
          .defaultText("all")
          .description("The cores that the CT may run on, as 0,2-3; it sees no others.")
          .group("cpu")
          .build();

  static final Parameter<IndexSet> NODEMASK =
      Parameter.builder("nodemask", IndexSet.type())
          .defaultText("all")
          .description("The NUMA nodes that the CT gets its memory from, as 0-1.")
          .group("cpu")
          .build();

  static final Parameter<Long> GUARANTEE =
      Parameter.builder("cpu-guarantee", ValueTypes.integer(0, CpuLimit.MOST_PERCENT))
          .aliases("cpuguarantee")
          .unit("% of one core")
          .defaultText("none")
          .description(
              "CPU time that the node promises the CT, in percent of one core: never more is"
                  + " promised than there is, and cpuunits is raised to 100 for each percent.")
          .group("cpu")
          .build();

  static final Parameter<Long> BURST =
      Parameter.builder("cpuburst", ValueTypes.integer(0, CpuLimit.MOST_PERCENT))
          .unit("% of one core")
          .defaultText("none")
          .description(
              "CPU time below cpulimit that an idle CT saves up and may use above it later, in"
                  + " percent of one core for 100 ms; at most cpulimit.")
          .group("cpu")
          .build();

  static final List<Parameter<?>> ALL =
      List.of(CPUUNITS, CPULIMIT, CPUS, CPUMASK, NODEMASK, GUARANTEE, BURST);

  /** cpuunits that stand for one percent of a core in a guarantee. */
  private static final long UNITS_PER_PERCENT = 100;

  private CpuParameters() {}

  /** The weight that the values ask for, raised to what the guarantee needs. */
  static long weight(ParameterValues values) {
    return Math.max(values.get(CPUUNITS).orElseThrow(), weightOf(guarantee(values)));
  }

  static long weightOf(long guarantee) {
    return guarantee * UNITS_PER_PERCENT;
  }

  static long guarantee(ParameterValues values) {
    return values.get(GUARANTEE).orElse(0L);
  }

  /** The limit of cpulimit; empty for none. */
  static Optional<CpuLimit> limit(ParameterValues values) {
    return values.get(CPULIMIT).filter(l -> !l.none());
  }

  /** The limit that cpus means; empty for none. */
  static Optional<CpuLimit> cpus(ParameterValues values) {
    return values.get(CPUS).filter(n -> n > 0).map(n -> CpuLimit.percent(n * 100));
  }

  static long burst(ParameterValues values) {
    return CpuLimit.percent(values.get(BURST).orElse(0L)).quota(0);
  }

  /** The cores or nodes that are asked for; empty for all. */
  static Optional<IndexSet> mask(ParameterValues values, Parameter<IndexSet> parameter) {
    return values.get(parameter).filter(m -> !m.all());
  }
}
