package io.cooperage.controller.pids;

import io.cooperage.spi.controller.EventSink;
import java.util.Map;
import java.util.OptionalLong;

/** One watched CT; used by the monitor's thread alone once it is registered. */
final class WatchedTasks {
  private static final String TYPE = "limit.numproc";

  private final TaskGroup group;
  private final EventSink sink;
  private long told;

  /** Begins after what has happened before. */
  WatchedTasks(TaskGroup group, EventSink sink) {
    this.group = group;
    this.sink = sink;
    this.told = group.refused().orElse(0);
  }

  /** Compares. */
  void look() {
    long refused = group.refused().orElse(told);
    if (refused > told) {
      tell(refused - told);
      told = refused;
    }
  }

  private void tell(long forks) {
    OptionalLong limit = group.limit();
    String most = limit.isPresent() ? Long.toString(limit.getAsLong()) : "the node's own limit";
    sink.event(
        TYPE,
        "numproc is used up (" + most + " tasks): the kernel refused " + forks + " forks",
        Map.of("parameter", "numproc", "limit", most, "refused", Long.toString(forks)));
  }
}
