package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.itests.node.Bystander.Sample;
import io.cooperage.itests.node.HostileTable.Bomb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Sets off bombs in one default CT of a capped group, beside eight others that say how they fare.
 * Times are told and not judged; judged is that everybody answers and that all is as before.
 */
final class BombRange {
  private static final int NEIGHBOURS = 8;
  private static final String TARGET = "101";
  private static final String ADDRESS = "10.91.1.1";
  private static final String NEIGHBOUR = "10.91.1.2";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMillis(300);
  private static final long MOST_PROCESSES = 16_000;
  private static final long MOST_BYTES = 6L << 30;

  private final TestNode node;
  private final HostileProgram program;
  private final HostileTarget target;
  private final List<Bystander> neighbours = new ArrayList<>();
  private final Set<String> wrong = new TreeSet<>();
  private final Duration burning =
      Duration.ofMillis(NodeExtension.count("milliseconds that a bomb goes on", 1_000, 10_000));

  BombRange(TestNode node, HostileProgram program) {
    this.node = node;
    this.program = program;
    this.target = new CooperageTarget(node, TARGET, ADDRESS, program.file());
  }

  void tryAll(List<Bomb> bombs) throws IOException {
    for (int i = 0; i < NEIGHBOURS; i++) {
      String ctid = Integer.toString(111 + i);
      CooperageTarget place = new CooperageTarget(node, ctid, "10.91.1." + (2 + i), program.file());
      place.begin();
      neighbours.add(bystander(ctid, place.start(Map.of(), beats("/root/pulse"))));
    }
    Path file = Files.createTempFile(node.state(), "pulse", "");
    List<String> own = new ArrayList<>(List.of(program.file().toString()));
    own.addAll(beats(file.toString()));
    try (CappedGroup capped = new CappedGroup(node, MOST_PROCESSES, MOST_BYTES);
        Bystander host = bystander("host", new ProcessBuilder(own).start())) {
      System.out.println("all CTs together are held to " + capped);
      System.out.println(
          "milliseconds, median/worst: late = a timer's lateness, fork = a child's life, write = a page;"
              + " before, during and after each bomb, of the worst neighbour and of the host");
      Set<String> before = HostState.now();
      for (Bomb bomb : bombs) {
        tryOne(bomb, host);
        awaitUnchanged(bomb, before);
      }
    } finally {
      neighbours.forEach(Bystander::close);
    }
    assertThat(wrong).isEmpty();
  }

  /** The kernel takes a dead CT's network away in its own time, after all that lie before it. */
  private void awaitUnchanged(Bomb bomb, Set<String> before) {
    try {
      Await.until(
          () -> bomb + " changed the host: " + HostState.difference(before, HostState.now()),
          PATIENCE,
          () -> HostState.difference(before, HostState.now()).isEmpty());
    } catch (AssertionError e) {
      wrong.add(e.getMessage());
    }
  }

  private static List<String> beats(String file) {
    return List.of("pulse", file, Bystander.BEAT);
  }

  private static Bystander bystander(String name, Process process) {
    return new Bystander(name, process);
  }

  private void tryOne(Bomb bomb, Bystander host) {
    target.begin();
    Counters counters = Counters.now();
    long start = System.nanoTime();
    pass(QUIET);
    long lit = System.nanoTime();
    String said;
    long answer;
    try (HostileProgram.Watchdog watchdog = program.watch(target.init(), burning.plus(PATIENCE))) {
      List<String> arguments = new ArrayList<>(List.of("bomb"));
      arguments.addAll(bomb.actor().options());
      arguments.add(bomb.name());
      Process process = target.start(Map.of("HOSTILE_NEIGHBOUR", NEIGHBOUR), arguments);
      CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> lines(process));
      pass(burning);
      answer = answer();
      counters.tell(bomb.name());
      if (!Set.of("killed", "ended").contains(watchdog.bite())) {
        wrong.add(bomb + ": its init cannot be killed");
      }
      said = String.join(", ", lines.join());
    }
    long dead = System.nanoTime();
    target.end();
    long gone = System.nanoTime();
    pass(QUIET);
    long end = System.nanoTime();
    counters.awaitBack(bomb.name());
    tell(bomb, said, answer, (gone - dead) / 1_000_000);
    tell("neighbours", start, lit, dead, end, neighbours);
    tell("host", start, lit, dead, end, List.of(host));
    judge(bomb, start, lit, dead, end);
  }

  /** What is measured is a span of time, so it has to pass. */
  private static void pass(Duration span) {
    long from = System.nanoTime();
    Await.until("time passes", PATIENCE, () -> System.nanoTime() - from >= span.toNanos());
  }

  private static List<String> lines(Process process) {
    try (BufferedReader text = process.inputReader(StandardCharsets.UTF_8)) {
      return text.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Milliseconds that the daemon takes to answer. */
  private long answer() {
    long asked = System.nanoTime();
    node.ct("list", "--json").orFail();
    return (System.nanoTime() - asked) / 1_000_000;
  }

  private static void tell(Bomb bomb, String said, long answer, long gone) {
    System.out.printf(
        "%n%s by %s: %s; 'ct list' %d ms, taken away in %d ms%n",
        bomb.name(), bomb.actor(), said.isEmpty() ? "said nothing" : said, answer, gone);
  }

  private static void tell(
      String who, long start, long lit, long dead, long end, List<Bystander> bystanders) {
    StringBuilder line = new StringBuilder("  %-11s".formatted(who));
    Map<String, ToLongFunction<Sample>> all =
        new java.util.TreeMap<>(
            Map.of("late", Sample::late, "fork", Sample::fork, "write", Sample::write));
    all.forEach(
        (name, what) -> {
          line.append(name);
          for (long[] span : new long[][] {{start, lit}, {lit, dead}, {dead, end}}) {
            List<Sample> samples =
                bystanders.stream()
                    .flatMap(b -> b.between(span[0], span[1]).stream())
                    .filter(Sample::well)
                    .toList();
            line.append(" %10s".formatted(Bystander.figures(samples, what)));
          }
          line.append(" | ");
        });
    System.out.println(line);
  }

  private void judge(Bomb bomb, long start, long lit, long dead, long end) {
    for (Bystander neighbour : neighbours) {
      Stream.of(new long[] {start, lit}, new long[] {lit, dead}, new long[] {dead, end})
          .map(span -> neighbour.between(span[0], span[1]))
          .filter(samples -> samples.isEmpty() || !samples.stream().allMatch(Sample::well))
          .forEach(
              samples ->
                  wrong.add(
                      bomb
                          + ": neighbour "
                          + neighbour.name()
                          + (samples.isEmpty() ? " does not answer" : " cannot write or fork")));
    }
  }

  /** Kernel objects that all CTs of a node take from. */
  private record Counters(Map<String, Long> values) {
    private static final long SLACK = 64;
    private static final Map<String, Path> FILES =
        Map.of(
            "terminals", Path.of("/proc/sys/kernel/pty/nr"),
            "aio", Path.of("/proc/sys/fs/aio-nr"),
            "flows", Path.of("/proc/sys/net/netfilter/nf_conntrack_count"));

    static Counters now() {
      Map<String, Long> values = new java.util.TreeMap<>();
      FILES.forEach(
          (name, file) -> {
            try {
              values.put(name, Long.valueOf(Files.readAllLines(file).get(0)));
            } catch (IOException e) {
              values.put(name, 0L);
            }
          });
      return new Counters(values);
    }

    void tell(String bomb) {
      Map<String, Long> more = new java.util.TreeMap<>();
      now().values.forEach((name, value) -> more.put(name, value - values.get(name)));
      more.values().removeIf(value -> value < SLACK);
      if (!more.isEmpty()) {
        System.out.println(bomb + " takes of the node's: " + more);
      }
    }

    /** But for flows, which the kernel forgets in its own time. */
    void awaitBack(String bomb) {
      for (String name : List.of("terminals", "aio")) {
        Await.until(
            () -> name + " come back after " + bomb + ": " + now().values.get(name),
            PATIENCE,
            () -> now().values.get(name) <= values.get(name) + SLACK);
      }
    }
  }
}
