package io.cooperage.bench;

import io.cooperage.itests.node.ApiClient;
import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Limits changed in random order while the CT computes, writes, reads and sends. */
final class LiveChanges {
  private static final String CTID = "111";
  private static final long SEED = 20261122;

  /** What a parameter is changed to: any of these. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "cpulimit", List.of("20", "50", "90", "150"),
          "cpuunits", List.of("500", "1000", "4000", "100000"),
          "cpumask", List.of("0", "all"),
          "physpages", List.of("96M", "128M", "256M"),
          "swappages", List.of("64M", "128M", "256M"),
          "iolimit", List.of("5M", "20M:10M", "50M"),
          "iopslimit", List.of("100", "500:1000", "1000"),
          "numproc", List.of("60", "100", "300"),
          "ratelimit", List.of("10M", "50M", "100M"),
          "ratelimitin", List.of("10M", "50M", "100M"));

  private static final String WRITER =
      "while dd if=/dev/zero of=/root/f bs=64k count=16 oflag=direct conv=notrunc 2>>/tmp/said"
          + " && dd if=/root/f of=/dev/null bs=64k iflag=direct 2>>/tmp/said; do >/tmp/said; done;"
          + " cp /tmp/said /tmp/failed";
  private static final String SPINNER =
      "while dd if=/dev/urandom of=/dev/null bs=4M count=4 2>/tmp/spun; do :; done;"
          + " cp /tmp/spun /tmp/failed";

  private final TestNode node;
  private final List<String> parameters;
  private final int count;

  LiveChanges(TestNode node, Set<String> offered, int count) {
    this.node = node;
    this.parameters = VALUES.keySet().stream().filter(offered::contains).sorted().toList();
    this.count = count;
  }

  String run() throws IOException {
    Samples times = new Samples();
    List<String> errors = new ArrayList<>();
    Map<String, String> last = new LinkedHashMap<>();
    try (Guest guest = Guest.start(node, CTID, LimitBench.settings(Set.copyOf(parameters), CTID))) {
      TcpLoad.serve(guest);
      guest.load(WRITER, 900);
      guest.load(SPINNER, 900);
      try (TcpLoad out = TcpLoad.from(guest);
          TcpLoad in = TcpLoad.to(guest);
          ApiClient api = new ApiClient(node.run().resolve("api.sock"))) {
        change(api, times, errors, last);
        errors.addAll(List.of(out.broken(), in.broken()));
      }
      errors.add(guest.run("cat /tmp/failed 2>/dev/null").output());
      errors.add(guest.killed() == 0 ? "" : guest.killed() + " processes killed");
      last.forEach((name, asked) -> errors.add(difference(name, asked, guest.effective(name))));
    }
    errors.removeIf(String::isBlank);
    return report(times, errors, last);
  }

  private void change(ApiClient api, Samples times, List<String> errors, Map<String, String> last) {
    Random random = new Random(SEED);
    for (int i = 0; i < count; i++) {
      String name = parameters.get(random.nextInt(parameters.size()));
      List<String> values = VALUES.get(name);
      String value = values.get(random.nextInt(values.size()));
      String body = "{\"settings\":{\"" + name + "\":\"" + value + "\"}}";
      times.time(
          () -> {
            ApiClient.Answer answer = api.call("PATCH", "/1.0/containers/" + CTID, body);
            if (answer.status() >= 300) {
              errors.add(name + "=" + value + ": " + answer.body());
            }
          });
      last.put(name, value);
    }
  }

  static String difference(String name, String asked, String effective) {
    boolean every = asked.equals("all") && effective.matches("[0-9,-]*");
    boolean same = every || effective.equals(asked);
    return same ? "" : name + ": asked " + asked + ", in force " + effective;
  }

  private String report(Samples times, List<String> errors, Map<String, String> last) {
    Table table = new Table("changes", "parameters", "min / med / p95 ms", "errors");
    table.row(
        Integer.toString(count),
        String.join(" ", parameters),
        times.minMedianP95(),
        Integer.toString(errors.size()));
    String read = "last values read back from the kernel: " + last + "\n";
    return table + read + String.join("\n", errors);
  }
}
