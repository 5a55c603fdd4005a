package io.cooperage.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What loads got from the CT's file, as a share of two bare ones beside it: one on a plain loop
 * file, and one on a loop file that shares its blocks with as many reflinks as the image has
 * snapshots. What the last one loses too is the kernel's.
 */
final class SnapshotRounds {
  private final TurnRounds rounds;
  private final DiskTarget own;
  private final DiskTarget plain;
  private final DiskTarget reflinked;
  private final Map<String, Map<String, Samples>> besidePlain = new LinkedHashMap<>();
  private final Map<String, Map<String, Samples>> besideReflinked = new LinkedHashMap<>();

  SnapshotRounds(TurnRounds rounds, DiskTarget own, DiskTarget plain, DiskTarget reflinked) {
    this.rounds = rounds;
    this.own = own;
    this.plain = plain;
    this.reflinked = reflinked;
  }

  /** Puts a load on all three, in turns. */
  void measure(String load, String column, ToDoubleFunction<DiskTarget> rate) {
    Map<DiskTarget, Samples> rates = rounds.run(List.of(own, plain, reflinked), rate);
    keep(besidePlain, load, column, rates.get(own).ratiosTo(rates.get(plain)));
    keep(besideReflinked, load, column, rates.get(own).ratiosTo(rates.get(reflinked)));
  }

  /** Puts a load on the CT's file and on the plain one. */
  void measureOwn(String load, String column, ToDoubleFunction<DiskTarget> rate) {
    Map<DiskTarget, Samples> rates = rounds.run(List.of(own, plain), rate);
    keep(besidePlain, load, column, rates.get(own).ratiosTo(rates.get(plain)));
  }

  private static void keep(
      Map<String, Map<String, Samples>> all, String load, String column, Samples ratios) {
    all.computeIfAbsent(load, l -> new LinkedHashMap<>()).put(column, ratios);
  }

  Table besidePlain() {
    return DiskTable.byColumn("load, CT's / loop's file (noise)", besidePlain);
  }

  Table besideReflinked() {
    return DiskTable.byColumn("load, CT's / reflinked loop's file (noise)", besideReflinked);
  }
}
