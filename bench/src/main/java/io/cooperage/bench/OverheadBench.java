package io.cooperage.bench;

import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What it costs a program to run in a CT: system calls with the policy's filter and without, on the
 * host and in peers' containers, and the processor alone. Every place in turn in each round.
 */
final class OverheadBench {
  private static final double POLICY = 0.02;
  private static final int LOOKS = 20;
  private static final List<String> LOOKING = List.of("CT", "privileged CT", "crun", "host");
  private static final double PROCESSOR = 0.01;
  private static final String LXC_FILTER = "/usr/share/lxc/config/common.seccomp";

  private final TestNode node;
  private final Watchdog watchdog;
  private final TurnRounds rounds;

  OverheadBench(TestNode node, Watchdog watchdog, boolean full) {
    this.node = node;
    this.watchdog = watchdog;
    this.rounds = new TurnRounds(full ? 120 : 40);
  }

  /** One place beside another; {@code of} and {@code by} are names of places. */
  private record Pair(String title, String of, String by) {}

  private static final Pair SAME_CT = new Pair("CT / CT", "CT again", "CT");
  private static final Pair FILTER =
      new Pair("CT / same CT, no filter", "CT", "same CT, no filter");
  private static final Pair SAME_HOST = new Pair("host / host", "host again", "host");
  private static final Pair HOST = new Pair("CT / host", "CT", "host");
  private static final List<Pair> PAIRS =
      List.of(
          SAME_CT,
          FILTER,
          new Pair("allowlist / no filter", "CT, allowlist", "same CT, no filter"),
          SAME_HOST,
          HOST,
          new Pair("privileged CT / host", "privileged CT", "host"),
          new Pair("crun, podman's filter / crun", "crun, podman's filter", "crun"),
          new Pair("LXC, its filter / LXC", "LXC, its filter", "LXC"));

  void run() throws IOException {
    Path folder = Files.createTempDirectory("cooperage-bench-load-");
    try (PeerShell shell = new PeerShell();
        LoadPlaces places = new LoadPlaces(node, LoadProcess.compile(folder))) {
      watchdog.first(shell::close);
      watchdog.first(places::close);
      put(places, shell, folder);
      calls(places);
      looks(places);
    } finally {
      FolderTree.remove(folder);
    }
  }

  private void put(LoadPlaces places, PeerShell shell, Path folder) throws IOException {
    Guest ct = places.guest("171");
    places.inside("CT", ct);
    places.unfiltered("same CT, no filter", ct);
    places.onHost("host", ct);
    places.inside("CT again", ct);
    places.onHost("host again", ct);
    places.inside("CT, allowlist", places.guest("172", "--syscalls", "allowlist"));
    places.inside("privileged CT", places.guest("173", "--privileged", "yes"));
    Path root = Bench.peerRoot(folder.resolve("root"));
    Files.copy(folder.resolve("load"), root.resolve("load"));
    crun(places, shell, folder, root);
    lxc(places, shell, folder, root);
  }

  private static void crun(LoadPlaces places, PeerShell shell, Path folder, Path root)
      throws IOException {
    OciPeer bare = new OciPeer("crun", shell, Files.createDirectory(folder.resolve("bare")), root);
    if (present(bare)) {
      places.in("crun", bare, id -> bare.exec(id, places.inside()));
      Optional<String> filter = PodmanFilter.ofHost();
      if (filter.isEmpty()) {
        System.out.println("podman's filter for crun: " + PodmanFilter.RULES + " is missing");
        return;
      }
      Path own = Files.createDirectory(folder.resolve("filtered"));
      OciPeer filtered = new OciPeer("crun", shell, own, root, filter.get());
      places.in("crun, podman's filter", filtered, id -> filtered.exec(id, places.inside()));
    }
  }

  private static void lxc(LoadPlaces places, PeerShell shell, Path folder, Path root) {
    LxcPeer bare = new LxcPeer(shell, folder, root);
    if (present(bare)) {
      places.in("LXC", bare, id -> bare.exec(id, places.inside()));
      LxcPeer filtered =
          new LxcPeer(shell, folder, root, "lxc.seccomp.profile = " + LXC_FILTER + "\n");
      places.in("LXC, its filter", filtered, id -> filtered.exec(id, places.inside()));
    }
  }

  private static boolean present(Contender peer) {
    peer.missing().ifPresent(why -> System.out.println(peer.name() + ": " + why));
    return peer.missing().isEmpty();
  }

  private void calls(LoadPlaces places) {
    List<LoadProcess> all = places.all();
    List<Pair> pairs = PAIRS.stream().filter(p -> has(all, p.of()) && has(all, p.by())).toList();
    List<String> header = new ArrayList<>(List.of("CPU of one, us"));
    all.forEach(load -> header.add(load.place()));
    Table times = new Table(header.toArray(String[]::new));
    header.retainAll(List.of("CPU of one, us"));
    pairs.forEach(pair -> header.add(pair.title()));
    Table ratios = new Table(header.toArray(String[]::new));
    Map<LoadKind, Map<String, Samples>> seen = new LinkedHashMap<>();
    for (LoadKind kind : LoadKind.byProcessorTime()) {
      Map<String, Samples> samples = measured(all, kind);
      seen.put(kind, samples);
      List<String> row = new ArrayList<>(List.of(kind.title()));
      samples
          .values()
          .forEach(s -> row.add(String.format(java.util.Locale.ROOT, "%.3f", s.median())));
      times.row(row.toArray(String[]::new));
      row.retainAll(List.of(kind.title()));
      pairs.forEach(pair -> row.add(Overhead.cell(ratios(samples, pair))));
      ratios.row(row.toArray(String[]::new));
    }
    System.out.println("\n## What running in a CT costs\n\n" + times);
    System.out.println("Ratios of turns in one round, median (quartiles):\n\n" + ratios);
    judge(seen);
  }

  /** The daemon writes what is read, so that the clock tells, not the reader's processor time. */
  private void looks(LoadPlaces places) {
    Table table = new Table(LoadKind.CAT.title() + ", clock", "min / med / p95 us");
    List<LoadProcess> all = places.all().stream().filter(p -> LOOKING.contains(p.place())).toList();
    new TurnRounds(LOOKS)
        .run(all, load -> load.micros(LoadKind.CAT))
        .forEach((load, samples) -> table.row(load.place(), samples.minMedianP95()));
    System.out.println("\n" + table);
  }

  private static void judge(Map<LoadKind, Map<String, Samples>> seen) {
    Map<String, Samples> mix = seen.get(LoadKind.MIX);
    Map<String, Samples> compute = seen.get(LoadKind.COMPUTE);
    System.out.println(
        "The policy's filter, "
            + LoadKind.MIX.title()
            + ": "
            + new Overhead(ratios(mix, FILTER), ratios(mix, SAME_CT), POLICY));
    System.out.println(
        "A CT beside the host, "
            + LoadKind.COMPUTE.title()
            + ": "
            + new Overhead(ratios(compute, HOST), ratios(compute, SAME_HOST), PROCESSOR));
  }

  private static boolean has(List<LoadProcess> all, String place) {
    return all.stream().anyMatch(load -> load.place().equals(place));
  }

  private static Samples ratios(Map<String, Samples> samples, Pair pair) {
    return samples.get(pair.of()).ratiosTo(samples.get(pair.by()));
  }

  private Map<String, Samples> measured(List<LoadProcess> all, LoadKind kind) {
    all.forEach(load -> load.processorMicros(kind));
    Map<String, Samples> byPlace = new LinkedHashMap<>();
    rounds
        .run(all, load -> load.processorMicros(kind))
        .forEach((load, samples) -> byPlace.put(load.place(), samples));
    return byPlace;
  }
}
