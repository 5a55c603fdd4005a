package io.cooperage.controller.cpu;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;

/** Descriptors of the CPU parameters, with vzctl's names and ranges. */
final class CpuParameters {
  static final Parameter<Long> CPUUNITS =
      Parameter.builder("cpuunits", ValueTypes.integer(8, 500_000))
          .defaultValue(1000L)
          .description(
              "Weight of the CT when CPUs are short: a CT with 2000 gets twice as much as one with"
                  + " 1000.")
          .group("cpu")
          .build();

  /** The node's largest that a percentage is accepted for: 1024 cores. */
  private static final long MOST_PERCENT = 102_400;

  static final Parameter<Long> CPULIMIT =
      Parameter.builder("cpulimit", percent())
          .unit("% of one core")
          .defaultText("unlimited")
          .description(
              "Most CPU time that the CT gets, in percent of one core: 150 is one and a half cores;"
                  + " 0 is no limit.")
          .group("cpu")
          .build();

  static final Parameter<Long> CPUS =
      Parameter.builder("cpus", ValueTypes.integer(0, MOST_PERCENT / 100))
          .unit("cores")
          .defaultText("all")
          .description(
              "Most CPU time that the CT gets, in whole cores; with cpulimit too, the smaller"
                  + " applies; 0 is no limit.")
          .group("cpu")
          .build();

  static final List<Parameter<?>> ALL = List.of(CPUUNITS, CPULIMIT, CPUS);

  private CpuParameters() {}

  private static ValueType<Long> percent() {
    ValueType<Long> number = ValueTypes.integer(0, MOST_PERCENT);
    return ValueTypes.text(
        "0.." + MOST_PERCENT + "[%]",
        text -> number.parse(text.endsWith("%") ? text.substring(0, text.length() - 1) : text),
        number::format,
        JsonForm.integer(0, MOST_PERCENT),
        List.of());
  }
}
