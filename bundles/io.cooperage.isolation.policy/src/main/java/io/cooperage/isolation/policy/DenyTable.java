package io.cooperage.isolation.policy;

import io.cooperage.linux.Errno;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policy as data: rows of the resource {@code deny.table}. */
record DenyTable(List<DenyRule> rules) {
  private static final int COLUMNS = 6;

  static DenyTable builtIn() {
    return parse(Tables.text("deny.table"));
  }

  static DenyTable parse(String text) {
    return new DenyTable(Tables.lines(text).flatMap(DenyTable::row).toList());
  }

  private static Stream<DenyRule> row(String line) {
    String[] cells = line.split("\\s+", COLUMNS);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("a row of " + cells.length + " cells: " + line);
    }
    Stream<Optional<ArgumentCondition>> conditions =
        cells[4].equals("-")
            ? Stream.of(Optional.empty())
            : ArgumentCondition.parse(cells[4]).stream().map(Optional::of);
    return conditions.map(
        condition ->
            new DenyRule(
                cells[0],
                Errno.valueOf(cells[1]),
                privileged(cells[2]),
                cells[3].equals("-") ? "" : cells[3],
                condition,
                cells[5]));
  }

  private static boolean privileged(String word) {
    return switch (word) {
      case "always" -> false;
      case "privileged" -> true;
      default -> throw new IllegalArgumentException("'" + word + "' must be always or privileged");
    };
  }

  /** The rows that hold for a kind of CT with some features opened; one for every use alone. */
  List<DenyRule> rules(boolean privileged, Set<String> features) {
    List<DenyRule> holding =
        rules.stream()
            .filter(r -> privileged || !r.privilegedOnly())
            .filter(r -> r.feature().isEmpty() || !features.contains(r.feature()))
            .toList();
    Set<String> whole =
        holding.stream()
            .filter(r -> r.condition().isEmpty())
            .map(DenyRule::call)
            .collect(Collectors.toSet());
    return holding.stream()
        .filter(r -> r.condition().isEmpty() || !whole.contains(r.call()))
        .toList();
  }
}
