package io.cooperage.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Create+start, exec and stop+destroy of one container, every contender in turn in each round. */
final class Lifecycle {
  private static final int EXECS = 3;

  private final List<Contender> contenders;
  private final PeerShell shell;
  private final int rounds;
  private final Map<Contender, Times> times = new LinkedHashMap<>();
  private final Samples reference = new Samples();

  private record Times(Samples start, Samples exec, Samples stop) {
    Times() {
      this(new Samples(), new Samples(), new Samples());
    }
  }

  Lifecycle(List<Contender> contenders, PeerShell shell, int rounds) {
    this.contenders = new ArrayList<>(contenders);
    this.shell = shell;
    this.rounds = rounds;
  }

  /**
   * Runs the rounds after a warm-up, which a daemon in service has behind it and a command does not
   * need.
   */
  String run() {
    for (Contender contender : contenders) {
      warmUp(contender);
      times.put(contender, new Times());
    }
    for (int i = 0; i < rounds; i++) {
      reference.time(() -> shell.run("/bin/true"));
      for (Contender contender : contenders) {
        round(contender, "b" + i, times.get(contender));
      }
    }
    return table();
  }

  private static void warmUp(Contender contender) {
    for (int i = 0; i < contender.warmUp(); i++) {
      round(contender, "w" + i, new Times());
    }
  }

  private static void round(Contender contender, String id, Times into) {
    into.start.time(() -> contender.createAndStart(id));
    for (int i = 0; i < EXECS; i++) {
      into.exec.time(() -> contender.execTrue(id));
    }
    into.stop.time(() -> contender.stopAndDestroy(id));
  }

  private String table() {
    Table table =
        new Table(
            "contender",
            "create+start min/med/p95 ms",
            "exec true",
            "stop+destroy",
            "ours/it (paired)",
            "has");
    Times ours = times.get(contenders.get(0));
    times.forEach(
        (contender, t) ->
            table.row(
                contender.name(),
                t.start.minMedianP95(),
                t.exec.minMedianP95(),
                t.stop.minMedianP95(),
                Samples.column(ours.start, s -> s.ratioTo(t.start)),
                contender.isolation()));
    return table
        + String.format(
            java.util.Locale.ROOT,
            "%d rounds; noise: /bin/true by the peers' shell %s ms, spread %.0f %%%n",
            rounds,
            reference.minMedianP95(),
            100 * reference.spread());
  }
}
