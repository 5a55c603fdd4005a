package io.cooperage.isolation.policy;

import io.cooperage.spi.isolation.Openings;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What features put into a CT, as data: rows of the resource {@code openings.table}. */
record OpeningTable(List<Row> rows) {
  private static final int COLUMNS = 4;

  /** What a row is about, and what its name may be. */
  enum What {
    SLOTS("[1-9]"),
    FOLDER("(/[a-z0-9][a-z0-9._-]*)+");

    private final Pattern names;

    What(String names) {
      this.names = Pattern.compile(names);
    }

    private static What of(String word) {
      return Stream.of(values())
          .filter(w -> w.name().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("'" + word + "' is nothing that can be opened"));
    }
  }

  /** One row. */
  record Row(String feature, What what, String name, String reason) {
    Row {
      if (!what.names.matcher(name).matches()) {
        throw new IllegalArgumentException("'" + name + "' does not fit " + what);
      }
    }
  }

  static OpeningTable builtIn() {
    return parse(Tables.text("openings.table"));
  }

  static OpeningTable parse(String text) {
    return new OpeningTable(Tables.lines(text).map(OpeningTable::row).toList());
  }

  private static Row row(String line) {
    String[] cells = line.split("\\s+", COLUMNS);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("a row of " + cells.length + " cells: " + line);
    }
    return new Row(cells[0], What.of(cells[1]), cells[2], cells[3]);
  }

  /** All that these features open together. */
  Openings of(Set<String> features) {
    int slots = names(What.SLOTS, features).mapToInt(Integer::parseInt).max().orElse(1);
    return new Openings(slots, names(What.FOLDER, features).toList());
  }

  private Stream<String> names(What what, Set<String> features) {
    return rows.stream()
        .filter(r -> r.what == what && features.contains(r.feature))
        .map(Row::name)
        .distinct();
  }
}
