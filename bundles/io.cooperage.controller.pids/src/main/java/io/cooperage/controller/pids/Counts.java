package io.cooperage.controller.pids;

import io.cooperage.spi.controller.ResourceCount;
import java.util.Optional;
import java.util.OptionalLong;

/** The CT's lines of counters. */
final class Counts {
  private static final String UNIT = "count";

  private Counts() {}

  /** Empty if the group is gone. */
  static Optional<ResourceCount> tasks(TaskGroup group) {
    OptionalLong held = group.held();
    if (held.isEmpty()) {
      return Optional.empty();
    }
    String name = PidsParameters.NUMPROC.name();
    return Optional.of(
        new ResourceCount(
            name,
            UNIT,
            held.getAsLong(),
            group.peak(),
            OptionalLong.empty(),
            group.limit(),
            group.refused()));
  }

  static ResourceCount terminals(long held, long limit) {
    return ResourceCount.held(PidsParameters.NUMPTY.name(), UNIT, held).limit(limit);
  }
}
