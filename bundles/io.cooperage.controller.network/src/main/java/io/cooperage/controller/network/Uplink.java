package io.cooperage.controller.network;

import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.Link;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.RouteLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The device of the default route. Virtual devices often do not tell a speed. Any thread may call.
 */
final class Uplink {
  private static final Path DEVICES = Path.of("/sys/class/net");
  // Addresses of documentation, which no route but the default one leads to.
  private static final List<IpPrefix> ELSEWHERE =
      List.of(IpPrefix.parse("192.0.2.1"), IpPrefix.parse("2001:db8::1"));
  private static final long MEGABIT = 1_000_000;

  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final NetworkView view;
  private Optional<Long> known = Optional.empty();
  private long looked = System.nanoTime() - FRESH;

  /** Looks through a socket, which is borrowed. */
  Uplink(NetlinkSocket socket) {
    this.view = new NetworkView(socket);
  }

  /** Its name, nothing without a default route. */
  Optional<String> device() {
    return ELSEWHERE.stream()
        .map(IpPrefix::address)
        .map(view::lookup)
        .flatMap(Optional::stream)
        .map(RouteLookup::device)
        .map(view::link)
        .flatMap(Optional::stream)
        .map(Link::name)
        .findFirst();
  }

  /**
   * What it says that it carries in each direction, in bit/s; nothing if it does not say. At most a
   * second old.
   */
  synchronized Optional<Long> speed() {
    if (System.nanoTime() - looked >= FRESH) {
      known = device().flatMap(name -> speed(DEVICES.resolve(name).resolve("speed")));
      looked = System.nanoTime();
    }
    return known;
  }

  static Optional<Long> speed(Path file) {
    try {
      long megabits = Long.parseLong(Files.readString(file).strip());
      return megabits > 0 ? Optional.of(megabits * MEGABIT) : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      // The kernel answers EINVAL for devices without a speed.
      return Optional.empty();
    }
  }
}
