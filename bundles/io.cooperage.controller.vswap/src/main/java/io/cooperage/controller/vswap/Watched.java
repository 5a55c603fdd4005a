package io.cooperage.controller.vswap;

import io.cooperage.spi.controller.EventSink;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One watched CT; used by the monitor's thread alone once it is registered. */
final class Watched {
  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
  private static final String LIMIT = "limit.oom";
  private static final String NODE = "node.oom";

  private final MemoryGroup group;
  private final EventSink sink;
  private long told;
  private long counted;

  /**
   * Begins after what has happened before.
   *
   * @param before kills that are counted already
   */
  Watched(MemoryGroup group, EventSink sink, long before) {
    this.group = group;
    this.sink = sink;
    this.told = before;
    this.counted = before;
  }

  /** Reads the kernel's counter. */
  void count() {
    counted = Math.max(counted, kills());
  }

  private long kills() {
    try {
      return group.kills();
    } catch (RuntimeException e) {
      LOG.debug("the CT's kill counter cannot be read", e);
      return counted;
    }
  }

  /** Tells of a kill whose victim is known. */
  void tell(KillRecord kill) {
    told++;
    String who = "'" + kill.task() + "' (pid " + kill.pid() + " on the node)";
    String why =
        kill.limit()
            ? limits() + " are used up: the kernel killed "
            : "the node ran out of memory: the kernel killed ";
    emit(
        kill.limit() ? LIMIT : NODE,
        why + who,
        Map.of(
            "task", kill.task(),
            "pid", Integer.toString(kill.pid()),
            "limit", kill.limit() ? "physpages" : ""));
  }

  /** The limits that were reached, as far as they can still be read. */
  private String limits() {
    try {
      MemoryLimits limits = group.limits();
      return "physpages " + text(limits.ram()) + " and swappages " + text(limits.swap());
    } catch (RuntimeException e) {
      LOG.debug("the CT's limits cannot be read", e);
      return "physpages and swappages";
    }
  }

  private static String text(OptionalLong limit) {
    return VSwapParameters.PHYSPAGES.type().format(limit.orElse(Long.MAX_VALUE));
  }

  /** Tells of kills that were counted, but never seen in the log. */
  void tellRest() {
    if (counted > told) {
      long kills = counted - told;
      told = counted;
      emit(
          LIMIT,
          "out of memory: the kernel killed " + kills + " processes that its log does not name",
          Map.of("kills", Long.toString(kills), "limit", "physpages"));
    }
  }

  /** A listener that fails must not end the watch of every other CT. */
  private void emit(String type, String message, Map<String, String> details) {
    try {
      sink.event(type, message, details);
    } catch (RuntimeException e) {
      LOG.warn("an event could not be handed on: {}", message, e);
    }
  }
}
