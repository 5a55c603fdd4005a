package io.cooperage.controller.io;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;

/** Descriptors, with vzctl's names and units. */
final class IoParameters {
  /** Less would let one read of a page wait for seconds. */
  private static final long SLOWEST = 4096;

  private static final long FASTEST = 1L << 40;

  /** v1 keeps operations in 32 bits and makes a larger number another one. */
  private static final long MOST_OPERATIONS = 1_000_000_000;

  static final Parameter<Rates> IOLIMIT =
      Parameter.builder(
              "iolimit",
              new RatesType(
                  ValueTypes.bytes(SLOWEST, FASTEST),
                  "M",
                  "MIB or a number with suffix B, K, M, G, T"))
          .unit("MiB/s")
          .defaultText("unlimited")
          .description("Most that the CT reads from its disk in a second, and that it writes.")
          .group("disk")
          .build();

  static final Parameter<Rates> IOPSLIMIT =
      Parameter.builder(
              "iopslimit",
              new RatesType(ValueTypes.integer(1, MOST_OPERATIONS), "", "1.." + MOST_OPERATIONS))
          .unit("operations/s")
          .defaultText("unlimited")
          .description("Most reads of the CT's disk in a second, and writes.")
          .group("disk")
          .build();

  static final Parameter<Long> IOPRIO =
      Parameter.builder("ioprio", ValueTypes.integer(0, Priority.HIGHEST))
          .defaultValue(Priority.USUAL)
          .description(
              "Share of a busy disk against other CTs: each step up doubles it; needs the bfq"
                  + " scheduler or iocost on the node's disk.")
          .group("disk")
          .build();

  static final List<Parameter<?>> ALL = List.of(IOLIMIT, IOPSLIMIT, IOPRIO);

  private IoParameters() {}

  static Limits limits(ParameterValues values) {
    return new Limits(
        values.explicit(IOLIMIT).orElse(Rates.NONE), values.explicit(IOPSLIMIT).orElse(Rates.NONE));
  }

  static boolean limited(ParameterValues values) {
    return values.isSet(IOLIMIT) || values.isSet(IOPSLIMIT);
  }
}
