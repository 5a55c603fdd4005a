package io.cooperage.controller.network;

import io.cooperage.linux.net.HtbClassState;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.controller.UsageSink;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a CT's class counts in one direction. Bytes and packets of all CTs, limited or not, are the
 * network's own meters.
 *
 * @param dropped packets that the limit threw away
 * @param delayed how often a packet waited for the limit
 * @param rate what passes now
 */
record ShapingMeters(Meter dropped, Meter delayed, Meter rate) {
  static ShapingMeters of(Direction direction) {
    String verb = direction == Direction.OUT ? "sent" : "was sent";
    String prefix = "network." + direction.participle() + ".";
    return new ShapingMeters(
        new Meter(
            prefix + "limited",
            "packets",
            Meter.Kind.COUNTER,
            "Packets that were dropped because the CT " + verb + " more than its limit."),
        new Meter(
            prefix + "delayed",
            "count",
            Meter.Kind.COUNTER,
            "How often packets had to wait because the CT " + verb + " as much as its limit."),
        new Meter(
            prefix + "rate",
            "bits per second",
            Meter.Kind.GAUGE,
            "What the CT " + verb + " in the last seconds, while it has a rate or a limit."));
  }

  Stream<Meter> all() {
    return Stream.of(dropped, delayed, rate);
  }

  void report(HtbClassState state, UsageSink sink) {
    HtbClassState.Traffic traffic = state.traffic();
    sink.put(dropped, traffic.dropped());
    sink.put(delayed, traffic.delayed());
    sink.put(rate, Bandwidth.toBits(traffic.bytesPerSecond()));
  }

  /** A line with the rate as held, the guarantee as barrier and dropped packets as failures. */
  static ResourceCount count(Direction direction, HtbClassState state) {
    Demand demand = Lane.demand(state);
    long held = Bandwidth.toBits(state.traffic().bytesPerSecond());
    ResourceCount count =
        ResourceCount.held(NetworkParameters.limit(direction).name(), "bit/s", held)
            .failCount(state.traffic().dropped());
    count = demand.guarantee().isPresent() ? count.barrier(demand.guarantee().get()) : count;
    return demand.limit().isPresent() ? count.limit(demand.limit().get()) : count;
  }

  static List<ShapingMeters> both() {
    return Stream.of(Direction.values()).map(ShapingMeters::of).toList();
  }
}
