package io.cooperage.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every limit that the node offers, under load, beside a CT without limits. */
final class LimitBench {
  private static final String LIMITED = "101";
  private static final String FREE = "102";

  private final TestNode node;
  private final boolean full;
  private final Set<String> offered = new HashSet<>();

  LimitBench(TestNode node, boolean full) {
    this.node = node;
    this.full = full;
    for (JsonNode parameter : node.ct("parameters", "--json").json()) {
      if (parameter.get("status").asText().equalsIgnoreCase("active")) {
        offered.add(parameter.get("name").asText());
      }
    }
  }

  void run() throws IOException {
    measureLimits();
    print("Changed live under load", new LiveChanges(node, offered, full ? 1000 : 50)::run);
    print("Noisy neighbours", new NoisyNeighbours(node, offered, full ? 8 : 3)::run);
    print("What it costs", new ControlCost(node, offered, full ? 500 : 100)::run);
  }

  /** A section of the report. */
  private interface Section {
    String run() throws IOException;
  }

  private static void print(String title, Section section) throws IOException {
    long began = System.nanoTime();
    String text = section.run();
    System.out.printf(
        "%n## %s%n%n%s%n(%d s)%n", title, text, (System.nanoTime() - began) / 1_000_000_000);
  }

  private void measureLimits() throws IOException {
    Window window = new Window(Duration.ofMillis(600), Duration.ofSeconds(full ? 10 : 2));
    LimitTable table = new LimitTable();
    try (Guest limited = Guest.start(node, LIMITED, capped(LIMITED));
        Guest free = Guest.start(node, FREE, capped(FREE))) {
      for (LimitFamily family :
          List.of(
              new CpuLimits(window),
              new MemoryLimits(),
              new DiskLimits(window),
              new NetworkLimits(window),
              new CountLimits(),
              new SpaceLimits(node))) {
        if (offered.containsAll(family.needs())) {
          family.measure(limited, free, table);
        } else {
          table.notThere(family.name() + " (" + String.join(", ", family.needs()) + ")");
        }
      }
    } finally {
      System.out.println("\n## Asked and got\n\n" + table);
    }
  }

  /** Settings of a CT for this host's sake: no load can take more. */
  private List<String> capped(String ctid) {
    return settings(offered, ctid);
  }

  static List<String> settings(Set<String> offered, String ctid) {
    List<String> words =
        new ArrayList<>(List.of("--layout", "ploop", "--ipadd", TcpLoad.address(ctid)));
    if (offered.contains("physpages")) {
      words.addAll(List.of("--physpages", "256M", "--swappages", "256M"));
    }
    if (offered.contains("numproc")) {
      words.addAll(List.of("--numproc", "300"));
    }
    if (offered.contains("diskspace")) {
      words.addAll(List.of("--diskspace", "512M"));
    }
    return words;
  }
}
