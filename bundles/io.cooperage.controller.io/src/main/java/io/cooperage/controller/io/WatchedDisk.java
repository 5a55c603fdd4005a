package io.cooperage.controller.io;

import io.cooperage.spi.controller.EventSink;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One watched CT; used by the monitor's thread alone once it is registered. */
final class WatchedDisk {
  /** Percent of a limit that count as all of it. */
  private static final long USED_UP = 90;

  private static final double SECOND = 1e9;

  private final Supplier<Limits> limits;
  private final Supplier<Optional<Served>> served;
  private final EventSink sink;
  private final LongSupplier clock;
  private Optional<Served> before = Optional.empty();
  private long at;
  private Set<String> told = Set.of();
  private Set<String> now = Set.of();

  /**
   * Begins.
   *
   * @param limits what is asked now
   * @param served what the CT's disk has served; asked only while there is a limit
   * @param clock nanoseconds
   */
  WatchedDisk(
      Supplier<Limits> limits,
      Supplier<Optional<Served>> served,
      EventSink sink,
      LongSupplier clock) {
    this.limits = limits;
    this.served = served;
    this.sink = sink;
    this.clock = clock;
  }

  /** Compares; tells once of a limit until the CT has come off it. */
  void look() {
    Limits most = limits.get();
    Optional<Served> current = most.none() ? Optional.empty() : served.get();
    long time = clock.getAsLong();
    now = new TreeSet<>();
    if (before.isPresent() && current.isPresent()) {
      compare(most, before.get(), current.get(), (time - at) / SECOND);
    }
    told = now;
    before = current;
    at = time;
  }

  private void compare(Limits most, Served old, Served current, double seconds) {
    Rates bytes = most.bytes();
    Rates operations = most.operations();
    one("iolimit", "read", bytes.read(), current.bytes().read() - old.bytes().read(), seconds);
    one("iolimit", "write", bytes.write(), current.bytes().write() - old.bytes().write(), seconds);
    one(
        "iopslimit",
        "read",
        operations.read(),
        current.operations().read() - old.operations().read(),
        seconds);
    one(
        "iopslimit",
        "write",
        operations.write(),
        current.operations().write() - old.operations().write(),
        seconds);
  }

  private void one(String parameter, String way, long limit, long amount, double seconds) {
    long rate = (long) (amount / seconds);
    if (limit == 0 || rate < limit / 100.0 * USED_UP) {
      return;
    }
    String key = parameter + " " + way;
    now.add(key);
    if (!told.contains(key)) {
      String unit = parameter.equals("iolimit") ? " bytes" : " operations";
      sink.event(
          "limit." + parameter,
          parameter
              + " is used up: the CT has done "
              + rate
              + unit
              + " of "
              + limit
              + " a second ("
              + way
              + ")",
          Map.of(
              "parameter",
              parameter,
              "direction",
              way,
              "limit",
              Long.toString(limit),
              "rate",
              Long.toString(rate)));
    }
  }
}
