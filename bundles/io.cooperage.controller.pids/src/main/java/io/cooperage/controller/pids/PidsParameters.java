package io.cooperage.controller.pids;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import java.util.List;
import java.util.OptionalLong;

/** Descriptors, with vzctl's names. */
final class PidsParameters {
  /** PID_MAX_LIMIT of 64-bit kernels: pids.max takes no more. */
  static final long MOST_TASKS = 4_194_304;

  /** NR_UNIX98_PTY_MAX: devpts takes no more, and 0 would be no limit at all. */
  static final long MOST_TERMINALS = 1 << 20;

  static final Parameter<Long> NUMPROC =
      Parameter.builder("numproc", new CountType(1, MOST_TASKS))
          .unit("tasks")
          .defaultText("an eighth of the node's")
          .description(
              "Most processes and threads of the whole CT at once; of a pair the limit counts.")
          .group("processes")
          .build();

  static final Parameter<Long> NUMPTY =
      Parameter.builder("numpty", new CountType(1, MOST_TERMINALS))
          .unit("terminals")
          .defaultText("1024")
          .description(
              "Most pseudo-terminals that are open at once on the CT's /dev/pts; the CT's root can"
                  + " raise it, as the kernel lets it mount that anew.")
          .group("processes")
          .build();

  static final List<Parameter<?>> ALL = List.of(NUMPROC, NUMPTY);

  private PidsParameters() {}

  /** The limit that was asked; empty for none. */
  static OptionalLong limit(ParameterValues values, Parameter<Long> parameter) {
    return values.explicit(parameter).stream()
        .filter(v -> v != CountType.UNLIMITED)
        .mapToLong(Long::longValue)
        .findFirst();
  }
}
