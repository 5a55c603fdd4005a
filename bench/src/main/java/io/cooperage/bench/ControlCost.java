package io.cooperage.bench;

import io.cooperage.itests.node.ApiClient;
import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a change of ten parameters and the background samples of many CTs cost the node. */
final class ControlCost {
  private static final String CTID = "141";
  private static final int CHANGES = 60;
  private static final int WARM_UP = 200;
  private static final int LISTINGS = 15;
  private static final double TICK_MILLIS = 10;
  private static final Duration IDLE = Duration.ofSeconds(12);
  private static final Duration WATCHED = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** Ten parameters of four controllers, each with the two values that take turns. */
  private static final Map<String, List<String>> TEN =
      new TreeMap<>(
          Map.of(
              "cpulimit", List.of("50", "90"),
              "cpuunits", List.of("1000", "2000"),
              "cpumask", List.of("0", "all"),
              "cpuburst", List.of("10", "20"),
              "physpages", List.of("128M", "256M"),
              "swappages", List.of("128M", "256M"),
              "numproc", List.of("100", "200"),
              "iolimit", List.of("10M", "20M"),
              "iopslimit", List.of("500", "1000"),
              "ratelimit", List.of("50M", "100M")));

  private final TestNode node;
  private final Set<String> offered;
  private final int count;

  ControlCost(TestNode node, Set<String> offered, int count) {
    this.node = node;
    this.offered = offered;
    this.count = count;
  }

  String run() throws IOException {
    Table table = new Table("what", "measured", "must");
    try (ApiClient api = new ApiClient(node.run().resolve("api.sock"))) {
      set(api, table);
      double idle = processorMillisPerSecond();
      Fleet.inParallel(node, count, (own, i) -> own.create(id(i), address(i)));
      Fleet.inParallel(node, count, (own, i) -> own.start(id(i)));
      Samples list = new Samples();
      for (int i = 0; i < LISTINGS; i++) {
        list.time(() -> api.call("GET", "/1.0/containers", "").orFail());
      }
      Samples rounds = rounds(api);
      Map<String, Long> before = DaemonThreads.ticks(node.daemonPid());
      double busy = processorMillisPerSecond();
      String threads = DaemonThreads.busiest(before, DaemonThreads.ticks(node.daemonPid()));
      Fleet.inParallel(node, count, (own, i) -> own.stopAndDestroy(id(i)));
      table.row(
          "all " + count + " CTs listed with live usage, through the API",
          Samples.column(list, Samples::min)
              + " / "
              + Samples.column(list, Samples::median)
              + " ms",
          "");
      table.row(
          "a round of usage over "
              + count
              + " CTs at rest while somebody looks, min / med / p95 of "
              + rounds.count(),
          rounds.minMedianP95() + " ms",
          "50 ms for 500 CTs");
      table.row(
          "CPU of the daemon for " + count + " CTs in the background",
          String.format(Locale.ROOT, "%.1f ms each second (%.1f with no CT)", busy, idle),
          "");
      table.row("its busiest threads, in 10 ms", threads, "");
    }
    return table.toString();
  }

  private void set(ApiClient api, Table table) {
    List<String> ours = TEN.keySet().stream().filter(offered::contains).toList();
    Samples times = new Samples();
    try (Guest guest = Guest.start(node, CTID, LimitBench.settings(offered, CTID))) {
      for (int i = 0; i < WARM_UP + CHANGES; i++) {
        String settings = body(ours, i % 2);
        Samples into = i < WARM_UP ? new Samples() : times;
        into.time(() -> api.call("PATCH", "/1.0/containers/" + guest.ctid(), settings).orFail());
      }
    }
    table.row(
        "set of " + ours.size() + " parameters, min / med / p95",
        times.minMedianP95() + " ms",
        "10 ms median");
  }

  private Samples rounds(ApiClient api) throws IOException {
    UsageRounds rounds = UsageRounds.follow(node);
    Duration left = WATCHED;
    while (!left.isZero()) {
      api.call("GET", "/1.0/containers", "").orFail();
      Window.pause(LOOK);
      left = left.minus(LOOK);
    }
    return rounds.next(count);
  }

  private static String body(List<String> names, int turn) {
    return names.stream()
        .map(name -> "\"" + name + "\":\"" + TEN.get(name).get(turn) + "\"")
        .collect(Collectors.joining(",", "{\"settings\":{", "}}"));
  }

  private double processorMillisPerSecond() throws IOException {
    long before = processorTicks();
    Window.pause(IDLE);
    return (processorTicks() - before) * TICK_MILLIS / IDLE.toSeconds();
  }

  /** User and system time of the daemon, in ticks of 10 ms. */
  private long processorTicks() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + node.daemonPid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static String id(int i) {
    return "cost" + i;
  }

  private static String address(int i) {
    return "10.81." + i / 200 + "." + (1 + i % 200);
  }
}
