package io.cooperage.bench;

import io.cooperage.itests.node.CtResult;
import io.cooperage.itests.node.Programs;
import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;

/**
 * What the CTs' own {@code /proc} takes of the host's memory, as many CTs with it held against as
 * many without, and whether it is right in every one of them.
 */
final class ViewCost {
  private static final double MUST = 100;
  private static final double MOST_UPTIME = 3600;
  private static final int LOOKS = 4;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final List<Boolean> TURNS = List.of(true, false, false, true, true, false);

  private final TestNode node;
  private final int count;
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Samples reading = new Samples();

  ViewCost(TestNode node, int count) {
    this.node = node;
    this.count = count;
  }

  /** What the host and the daemon hold, in KiB, when nothing is held that could go. */
  private record Held(double slab, double pages, double heap, double texts, KernelObjects objects) {
    double all() {
      return slab + pages + heap + texts;
    }
  }

  /** What a CT's view takes of something, and how far turns that differ in nothing lie apart. */
  private record Share(double cost, double noise) {
    String verdict() {
      if (noise > MUST) {
        return "too noisy to say";
      }
      return cost <= MUST ? "holds" : "MISSES";
    }
  }

  String run() throws IOException {
    turn(true);
    reading.clear();
    List<Held> with = new ArrayList<>();
    List<Held> without = new ArrayList<>();
    for (boolean view : TURNS) {
      (view ? with : without).add(turn(view));
    }
    Table table = new Table("KiB for each of " + count + " CTs", "view", "each turn", "noise");
    row(table, "kernel's objects (slab)", with, without, Held::slab);
    row(table, "page tables, stacks, per-CPU", with, without, Held::pages);
    row(table, "texts in the run folder", with, without, Held::texts);
    row(table, "daemon's heap after a collection", with, without, Held::heap);
    Share all = row(table, "all", with, without, Held::all);
    return table
        + String.format(
            Locale.ROOT,
            "%nMost of the kernel's objects, KiB for each CT: %s%n%nA CT's view takes %.0f KiB, at most %.0f: %s. "
                + "%d times all %d read theirs within %.1f s (median): %d wrong%s%n",
            KernelObjects.median(objects(with))
                .mostBeyond(KernelObjects.median(objects(without)), count),
            all.cost(),
            MUST,
            all.verdict(),
            reading.count(),
            count,
            reading.median() / 1000,
            wrong.size(),
            wrong.isEmpty() ? "" : " " + wrong.peek());
  }

  private Share row(
      Table table, String what, List<Held> with, List<Held> without, ToDoubleFunction<Held> value) {
    Samples more = each(with, value);
    Samples less = each(without, value);
    Samples turns = new Samples();
    for (int i = 0; i < with.size(); i++) {
      turns.add(
          value.applyAsDouble(with.get(i)) / count - value.applyAsDouble(without.get(i)) / count);
    }
    double cost = more.median() - less.median();
    double noise = Math.max(more.max() - more.min(), less.max() - less.min());
    table.row(
        what, number(cost), number(turns.min()) + " to " + number(turns.max()), number(noise));
    return new Share(cost, noise);
  }

  private Samples each(List<Held> held, ToDoubleFunction<Held> value) {
    Samples samples = new Samples();
    held.forEach(h -> samples.add(value.applyAsDouble(h) / count));
    return samples;
  }

  private static List<KernelObjects> objects(List<Held> held) {
    return held.stream().map(Held::objects).toList();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Has all CTs with the view or without, each of which has read what it shows. */
  private Held turn(boolean view) throws IOException {
    Fleet.inParallel(node, count, (own, i) -> own.create(id(i), address(i), settings(i, view)));
    try {
      Fleet.inParallel(node, count, (own, i) -> own.start(id(i)));
      Samples time = new Samples();
      time.time(() -> Fleet.inParallel(node, count, (own, i) -> read(i, view)));
      if (view) {
        reading.add(time.median());
      }
      return held();
    } finally {
      Fleet.inParallel(node, count, (own, i) -> own.stopAndDestroy(id(i)));
    }
  }

  private static Map<String, String> settings(int i, boolean view) {
    return Map.of(
        "procview",
        view ? "yes" : "no",
        "physpages",
        physpages(i) + "M",
        "swappages",
        swappages(i) + "M",
        "cpus",
        Integer.toString(cpus(i)),
        "numproc",
        "100");
  }

  private static long physpages(int i) {
    return 64L + i % 64;
  }

  private static long swappages(int i) {
    return 16L + i % 48;
  }

  private static int cpus(int i) {
    return 1 + i % Math.min(2, Runtime.getRuntime().availableProcessors());
  }

  private void read(int i, boolean view) {
    CtResult said =
        node.ct(
            "exec",
            id(i),
            "--",
            "sh",
            "-c",
            "cat /proc/meminfo /proc/swaps /proc/uptime /proc/stat /proc/vmstat /proc/loadavg"
                + " /proc/diskstats /proc/partitions /proc/pressure/* /sys/devices/system/cpu/online 2>/dev/null >/tmp/read;"
                + " awk '/^MemTotal/ {print $2}' /proc/meminfo;"
                + " awk 'NR > 1 {s += $3} END {print s + 0}' /proc/swaps;"
                + " grep -c ^processor /proc/cpuinfo; cut -d' ' -f1 /proc/uptime");
    String[] lines = said.orFail().output().split("\n", -1);
    if (view && !right(i, lines)) {
      wrong.add(id(i) + " read " + String.join(", ", lines));
    }
  }

  private static boolean right(int i, String... lines) {
    double uptime = Double.parseDouble(lines[3]);
    return lines[0].equals(Long.toString(physpages(i) * 1024))
        && lines[1].equals(Long.toString(swappages(i) * 1024))
        && lines[2].equals(Integer.toString(cpus(i)))
        && uptime > 0
        && uptime < MOST_UPTIME;
  }

  /**
   * Caches of names and inodes that nobody needs are let go first. What has ended is freed some
   * time later, so that the least of some looks counts.
   */
  private Held held() throws IOException {
    double heap = Long.parseLong(heap()) / 1024.0;
    Path view = node.run().resolve("view");
    String blocks = Files.exists(view) ? Programs.output("du", "-sk", view.toString()) : "0\t";
    double texts = Long.parseLong(blocks.substring(0, blocks.indexOf('\t')));
    Held least = look(heap, texts);
    for (int i = 1; i < LOOKS; i++) {
      Window.pause(BETWEEN_LOOKS);
      Held next = look(heap, texts);
      least = next.all() < least.all() ? next : least;
    }
    return least;
  }

  private static Held look(double heap, double texts) throws IOException {
    Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "2");
    Map<String, Long> kernel = kernel();
    return new Held(
        kernel.get("Slab"),
        kernel.get("KernelStack") + kernel.get("PageTables") + kernel.get("Percpu"),
        heap,
        texts,
        KernelObjects.now());
  }

  private static Map<String, Long> kernel() throws IOException {
    Map<String, Long> all = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      String[] words = line.split("[: ]+", -1);
      all.put(words[0], Long.parseLong(words[1]));
    }
    return all;
  }

  /** Bytes of the daemon's objects that are in use, found by a whole collection. */
  private String heap() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String daemon = Long.toString(node.daemonPid());
    return Programs.output(jcmd, daemon, "GC.class_histogram")
        .lines()
        .filter(line -> line.startsWith("Total"))
        .map(line -> line.split("\\s+", -1)[2])
        .findFirst()
        .orElseThrow();
  }

  private static String id(int i) {
    return "view" + i;
  }

  private static String address(int i) {
    return "10.82." + i / 200 + "." + (1 + i % 200);
  }
}
