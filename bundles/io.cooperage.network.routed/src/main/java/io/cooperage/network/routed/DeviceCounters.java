package io.cooperage.network.routed;

import io.cooperage.linux.net.Link;
import io.cooperage.linux.net.NetworkView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What has passed the host's devices. The kernel lists the counters of all at once, so one question
 * serves all CTs of a sampler's round. Any thread may call.
 */
final class DeviceCounters {
  /** In nanoseconds. */
  static final long FRESH = 200_000_000L;

  private final NetworkView view;
  private final LongSupplier clock;
  private final Map<String, Integer> indexes = new HashMap<>();
  private Map<Integer, Link.Traffic> known = Map.of();
  private long taken;

  /**
   * Begins with nothing known.
   *
   * @param clock nanoseconds
   */
  DeviceCounters(NetworkView view, LongSupplier clock) {
    this.view = view;
    this.clock = clock;
    this.taken = clock.getAsLong() - FRESH;
  }

  /** At most 200 ms old; nothing when there is no such device. */
  synchronized Optional<Link.Traffic> of(String device) {
    if (clock.getAsLong() - taken >= FRESH) {
      known = view.traffic();
      indexes.values().retainAll(known.keySet());
      taken = clock.getAsLong();
    }
    // The kernel gives an index to no second device, so a name that is made anew has another.
    Optional<Link.Traffic> counted = Optional.ofNullable(indexes.get(device)).map(known::get);
    return counted.isPresent() ? counted : find(device);
  }

  private Optional<Link.Traffic> find(String device) {
    Optional<Link> link = view.link(device);
    link.ifPresent(found -> indexes.put(device, found.index()));
    return link.map(Link::traffic);
  }
}
