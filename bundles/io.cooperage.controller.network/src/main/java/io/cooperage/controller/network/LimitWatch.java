package io.cooperage.controller.network;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.net.HtbClassState;
import io.cooperage.linux.thread.WatchThread;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Watch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells when a CT is held back by its limit: once when it begins, and again only after a while
 * without.
 */
final class LimitWatch implements AutoCloseable {
  /** The type of the events. */
  static final String EVENT = "limit.network";

  private static final Duration PERIOD = Duration.ofSeconds(5);

  /** Of the limit; what is sent in bursts may wait now and then far below it. */
  private static final long FULL_PERCENT = 90;

  private final WatchThread<Watched> all =
      WatchThread.looking("cooperage-bandwidth", PERIOD, w -> w.look(System.nanoTime()));

  /** Begins to look at a CT, whose class in a direction the function finds. */
  Watch add(ContainerId id, Function<Direction, Optional<HtbClassState>> classes, EventSink sink) {
    return all.watch(id, new Watched(classes, sink));
  }

  @Override
  public void close() {
    all.close();
  }

  /** One CT, looked at by one thread. */
  static final class Watched {
    private final Function<Direction, Optional<HtbClassState>> classes;
    private final EventSink sink;
    private final Map<Direction, Look> last = new EnumMap<>(Direction.class);

    private record Look(long time, HtbClassState state, boolean full) {}

    Watched(Function<Direction, Optional<HtbClassState>> classes, EventSink sink) {
      this.classes = classes;
      this.sink = sink;
    }

    void look(long now) {
      for (Direction direction : Direction.values()) {
        Optional<HtbClassState> found = classes.apply(direction);
        if (found.isEmpty()) {
          last.remove(direction);
          continue;
        }
        Look before = last.get(direction);
        boolean full = before != null && full(before, found.get(), now);
        if (full && !before.full()) {
          report(direction, before, found.get(), now);
        }
        last.put(direction, new Look(now, found.get(), full));
      }
    }

    private static boolean full(Look before, HtbClassState state, long now) {
      boolean waited =
          state.traffic().delayed() > before.state().traffic().delayed()
              || state.traffic().dropped() > before.state().traffic().dropped();
      return waited
          && state.ceiling() != Lane.NO_LIMIT
          && rate(before, state, now) >= state.ceiling() * FULL_PERCENT / 100;
    }

    private static long rate(Look before, HtbClassState state, long now) {
      double seconds = Math.max(1, now - before.time()) / 1e9;
      long bytes = state.traffic().bytes() - before.state().traffic().bytes();
      return Math.round(bytes / seconds);
    }

    private void report(Direction direction, Look before, HtbClassState state, long now) {
      Demand demand = Lane.demand(state);
      String parameter =
          demand.bound()
              ? NetworkParameters.guarantee(direction).name()
              : NetworkParameters.limit(direction).name();
      String limit = Bandwidth.format(Bandwidth.toBits(state.ceiling()));
      long dropped = state.traffic().dropped() - before.state().traffic().dropped();
      sink.event(
          EVENT,
          "is held to its " + parameter + " of " + limit + " bit/s",
          Map.of(
              "parameter",
              parameter,
              "limit",
              limit,
              "rate",
              Long.toString(Bandwidth.toBits(rate(before, state, now))),
              "dropped",
              Long.toString(dropped)));
    }
  }
}
