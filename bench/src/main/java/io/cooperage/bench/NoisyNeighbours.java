package io.cooperage.bench;

import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** One CT does its worst on a resource, and others are timed at work on the same resource. */
final class NoisyNeighbours {
  private static final String NOISY = "121";
  private static final int FIRST_VICTIM = 131;
  private static final String COUNTED =
      "n=0; while :; do %s; n=$((n+1)); echo $n >/dev/shm/n; done";

  /** A resource: what the noisy CT does, what the others do, and what holds the noisy one. */
  private record Noise(String resource, String worst, int times, String work, List<String> limits) {
    List<String> parameters() {
      return limits.stream().filter(w -> w.startsWith("--")).map(w -> w.substring(2)).toList();
    }
  }

  private static final List<Noise> ALL =
      List.of(
          new Noise(
              "CPU",
              "while :; do :; done",
              16,
              "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done; usleep 20000",
              List.of("--cpulimit", "20")),
          new Noise(
              "memory",
              "while :; do dd if=/dev/urandom of=/dev/null bs=120M count=3; done",
              2,
              "dd if=/dev/urandom of=/dev/null bs=4M count=2 2>/dev/null; usleep 20000",
              List.of("--physpages", "64M", "--swappages", "256M", "--cpulimit", "20")),
          new Noise(
              "disk",
              "while :; do dd if=/dev/zero of=/root/g bs=1M count=32 oflag=direct conv=notrunc;"
                  + " sync; done",
              4,
              "dd if=/dev/zero of=/root/f bs=64k count=4 conv=notrunc,fsync 2>/dev/null",
              List.of("--iolimit", "2M", "--iopslimit", "50")),
          new Noise(
              "processes",
              "while :; do sh -c \"true & true & true & wait\"; done",
              24,
              "i=0; while [ $i -lt 10 ]; do /bin/true; i=$((i+1)); done; usleep 20000",
              List.of("--numproc", "20", "--cpulimit", "20")));

  private final TestNode node;
  private final Set<String> offered;
  private final int victims;
  private final Window window = new Window(Duration.ofMillis(600), Duration.ofMillis(2400));

  NoisyNeighbours(TestNode node, Set<String> offered, int victims) {
    this.node = node;
    this.offered = offered;
    this.victims = victims;
  }

  String run() throws IOException {
    Table table =
        new Table(
            "resource",
            "alone 1/s, Mbit/s",
            "spread",
            "noise, no limit",
            "noise, limited",
            "limits of the noisy CT");
    List<Guest> others = new ArrayList<>();
    try (Guest noisy = Guest.start(node, NOISY, LimitBench.settings(offered, NOISY))) {
      for (int i = 0; i < victims; i++) {
        String ctid = Integer.toString(FIRST_VICTIM + i);
        others.add(Guest.start(node, ctid, LimitBench.settings(offered, ctid)));
      }
      for (Noise noise : ALL) {
        if (offered.containsAll(noise.parameters())) {
          measure(noise, noisy, others, table);
        } else {
          table.row(noise.resource, "-", "-", "-", "-", "not there: " + noise.parameters());
        }
      }
      if (offered.containsAll(List.of("ratelimit", "ratelimitin"))) {
        network(noisy, others, table);
      } else {
        table.row("network", "-", "-", "-", "-", "not there: [ratelimit, ratelimitin]");
      }
    } finally {
      others.forEach(Guest::close);
    }
    return table
        + "Figures under noise: times slower than alone, all "
        + victims
        + " CTs together.\n";
  }

  private void measure(Noise noise, Guest noisy, List<Guest> others, Table table) {
    others.forEach(guest -> guest.load(COUNTED.formatted(noise.work)));
    Window.Rate alone = work(others);
    begin(noise, noisy);
    Window.Rate free = work(others);
    noisy.set(noise.limits.toArray(String[]::new));
    Window.Rate limited = work(others);
    noisy.quiet();
    others.forEach(Guest::quiet);
    noisy.unset(noise.parameters().toArray(String[]::new));
    row(table, noise.resource, alone, free, limited, String.join(" ", noise.limits));
    noisy.set("--physpages", "256M", "--swappages", "256M", "--numproc", "300");
  }

  /** Others that send 100 Mbit/s each, beside one that sends and receives all that it can. */
  private void network(Guest noisy, List<Guest> others, Table table) throws IOException {
    List<TcpLoad> streams = new ArrayList<>();
    try {
      TcpLoad.serve(noisy);
      for (Guest guest : others) {
        TcpLoad.serve(guest);
        guest.set("--ratelimit", "100M");
        streams.add(TcpLoad.from(guest));
      }
      List<TcpLoad> useful = List.copyOf(streams);
      DoubleSupplier sent = () -> useful.stream().mapToLong(TcpLoad::bytes).sum() * 8e-6;
      Window.Rate alone = window.watch(sent).get(0);
      for (int i = 0; i < 4; i++) {
        streams.add(TcpLoad.from(noisy));
        streams.add(TcpLoad.to(noisy));
      }
      Window.Rate free = window.watch(sent).get(0);
      noisy.set("--ratelimit", "10M", "--ratelimitin", "10M");
      Window.Rate limited = window.watch(sent).get(0);
      row(table, "network", alone, free, limited, "--ratelimit 10M --ratelimitin 10M");
    } finally {
      streams.forEach(TcpLoad::close);
    }
  }

  private static void row(
      Table table,
      String resource,
      Window.Rate alone,
      Window.Rate free,
      Window.Rate limited,
      String limits) {
    table.row(
        resource,
        String.format(Locale.ROOT, "%.1f", alone.mean()),
        String.format(Locale.ROOT, "%.0f %%", 100 * alone.slices().spread()),
        slower(alone, free),
        slower(alone, limited),
        limits);
  }

  private static void begin(Noise noise, Guest noisy) {
    IntStream.range(0, noise.times).forEach(i -> noisy.load(noise.worst));
  }

  private static String slower(Window.Rate alone, Window.Rate noise) {
    return String.format(Locale.ROOT, "%.2f x slower", alone.mean() / noise.mean());
  }

  private Window.Rate work(List<Guest> guests) {
    DoubleSupplier done = () -> guests.stream().mapToLong(NoisyNeighbours::units).sum();
    return window.watch(done).get(0);
  }

  private static long units(Guest guest) {
    String text = guest.run("cat /dev/shm/n").output().strip();
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
