package io.cooperage.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Rates of disks and how they compare; only ratios of one run are judged. */
final class DiskTable {
  /** Of the loop file, at least. */
  static final double MUST = 0.95;

  private final Table table;

  private DiskTable(Table table) {
    this.table = table;
  }

  /** A table of rates, and of ratios of the first two, the next two, the first and the last. */
  static DiskTable of(List<DiskTarget> targets) {
    List<String> header = new ArrayList<>(List.of("load"));
    targets.forEach(t -> header.add(t.name()));
    header.addAll(
        List.of(
            "CT's / loop's file (noise)",
            "image's / loop's device (noise)",
            "CT's / host's file (noise)",
            "at least 0.95 of the loop"));
    return new DiskTable(new Table(header.toArray(String[]::new)));
  }

  /** A load's row. */
  void row(
      FioJob job, Map<DiskTarget, Samples> rates, Samples files, Samples devices, Samples host) {
    List<String> cells = new ArrayList<>(List.of(job.title()));
    rates.values().forEach(r -> cells.add(format("%.0f ", r.median()) + job.unit()));
    cells.addAll(List.of(ratio(files), ratio(devices), ratio(host)));
    cells.add(verdict(List.of(files, devices)));
    table.row(cells.toArray(String[]::new));
  }

  Table table() {
    return table;
  }

  /** A table of ratios by load and column; a load may lack some. */
  static Table byColumn(String title, Map<String, Map<String, Samples>> ratios) {
    Set<String> columns = new LinkedHashSet<>();
    ratios.values().forEach(row -> columns.addAll(row.keySet()));
    List<String> header = new ArrayList<>(List.of(title));
    header.addAll(columns);
    header.add("all at least 0.95");
    Table table = new Table(header.toArray(String[]::new));
    ratios.forEach(
        (load, row) -> {
          List<String> cells = new ArrayList<>(List.of(load));
          columns.forEach(c -> cells.add(row.containsKey(c) ? ratio(row.get(c)) : "-"));
          cells.add(verdict(row.values()));
          table.row(cells.toArray(String[]::new));
        });
    return table;
  }

  private static String ratio(Samples ratios) {
    return format("%.2f (%.0f %%)", ratios.median(), 100 * ratios.spread());
  }

  /** A miss that a round of the same run contradicts is no finding. */
  static String verdict(Collection<Samples> ratios) {
    if (ratios.stream().allMatch(r -> r.median() >= MUST)) {
      return "holds";
    }
    return ratios.stream().allMatch(r -> r.max() >= MUST) ? "misses, within the noise" : "MISSES";
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
