package io.cooperage.bench;

import java.io.IOException;
import java.util.List;

/** Bandwidth between a CT and this host, counted at the receiving end. */
final class NetworkLimits implements LimitFamily {
  /**
   * Ethernet, IPv4 and TCP with time stamps: 1448 bytes of payload in a frame of 1514. Interfaces
   * count the headers of a segment of 64 KiB once, so that their bytes are payload too.
   */
  private static final double PAYLOAD = 1448.0 / 1514;

  private static final double BITS = 8e-6;

  private final Window window;

  NetworkLimits(Window window) {
    this.window = window;
  }

  @Override
  public List<String> needs() {
    return List.of("ratelimit", "ratelimitin");
  }

  @Override
  public String name() {
    return "network";
  }

  @Override
  public void measure(Guest limited, Guest free, LimitTable table) throws IOException {
    TcpLoad.serve(limited);
    TcpLoad.serve(free);
    for (int megabits : new int[] {10, 100}) {
      limited.set("--ratelimit", megabits + "M", "--ratelimitin", megabits + "M");
      try (TcpLoad out = TcpLoad.from(limited);
          TcpLoad beside = TcpLoad.from(free)) {
        List<Window.Rate> got =
            window.watch(() -> out.bytes() * BITS / PAYLOAD, () -> beside.bytes() * BITS / PAYLOAD);
        table.rate("ratelimit " + megabits + "M", "Mbit/s", megabits, got.get(0), got.get(1));
      }
      try (TcpLoad in = TcpLoad.to(limited);
          TcpLoad beside = TcpLoad.to(free)) {
        List<Window.Rate> got =
            window.watch(
                () -> limited.received() * BITS / PAYLOAD, () -> free.received() * BITS / PAYLOAD);
        table.rate("ratelimitin " + megabits + "M", "Mbit/s", megabits, got.get(0), got.get(1));
        if (!(in.broken() + beside.broken()).isEmpty()) {
          throw new IOException("the load broke: " + in.broken() + beside.broken());
        }
      }
    }
    limited.quiet();
    free.quiet();
    limited.unset("ratelimit", "ratelimitin");
  }
}
