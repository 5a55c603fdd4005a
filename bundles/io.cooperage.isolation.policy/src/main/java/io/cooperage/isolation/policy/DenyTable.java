package io.cooperage.isolation.policy;

import io.cooperage.linux.Errno;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The policy as data: rows of the resource {@code deny.table}. */
record DenyTable(List<DenyRule> rules) {
  private static final int COLUMNS = 6;

  static DenyTable builtIn() {
    return parse(Tables.text("deny.table"));
  }

  static DenyTable parse(String text) {
    return new DenyTable(Tables.lines(text).map(DenyTable::row).toList());
  }

  private static DenyRule row(String line) {
    String[] cells = line.split("\\s+", COLUMNS);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("a row of " + cells.length + " cells: " + line);
    }
    return new DenyRule(
        cells[0],
        Errno.valueOf(cells[1]),
        privileged(cells[2]),
        cells[3].equals("-") ? "" : cells[3],
        cells[4].equals("-") ? Optional.empty() : Optional.of(ArgumentCondition.parse(cells[4])),
        cells[5]);
  }

  private static boolean privileged(String word) {
    return switch (word) {
      case "always" -> false;
      case "privileged" -> true;
      default -> throw new IllegalArgumentException("'" + word + "' must be always or privileged");
    };
  }

  /** The rows that hold for a kind of CT with some features opened. */
  List<DenyRule> rules(boolean privileged, Set<String> features) {
    return rules.stream()
        .filter(r -> privileged || !r.privilegedOnly())
        .filter(r -> r.feature().isEmpty() || !features.contains(r.feature()))
        .toList();
  }
}
