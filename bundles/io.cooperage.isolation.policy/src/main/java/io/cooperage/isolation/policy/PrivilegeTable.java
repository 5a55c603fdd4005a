package io.cooperage.isolation.policy;

import io.cooperage.linux.process.Capability;
import io.cooperage.spi.isolation.IsolationPolicy.Rules;
import io.cooperage.spi.kernel.BpfProgram;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Capabilities, masks and read-only paths as data: rows of the resource {@code privileges.table}.
 * Masks made inside a user namespace would be advisory and would keep nested runtimes from mounting
 * /proc, so the table has none.
 */
record PrivilegeTable(List<Row> rows) {
  private static final int COLUMNS = 4;

  /** What a row is about. */
  enum What {
    CAPABILITY,
    MASKED,
    READ_ONLY
  }

  /**
   * One row.
   *
   * @param privileged whether it is for CTs without a user namespace, or for those with one
   * @param name of a capability, or a path
   */
  record Row(What what, boolean privileged, String name, String reason) {}

  static PrivilegeTable builtIn() {
    return parse(Tables.text("privileges.table"));
  }

  static PrivilegeTable parse(String text) {
    return new PrivilegeTable(Tables.lines(text).map(PrivilegeTable::row).toList());
  }

  private static Row row(String line) {
    String[] cells = line.split("\\s+", COLUMNS);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("a row of " + cells.length + " cells: " + line);
    }
    What what =
        switch (cells[0]) {
          case "capability" -> What.CAPABILITY;
          case "masked" -> What.MASKED;
          case "read-only" -> What.READ_ONLY;
          default -> throw new IllegalArgumentException("'" + cells[0] + "' is nothing to keep");
        };
    boolean path = cells[2].startsWith("/");
    if (path == (what == What.CAPABILITY)) {
      throw new IllegalArgumentException("'" + cells[2] + "' is no " + cells[0]);
    }
    return new Row(what, privileged(cells[1]), cells[2], cells[3]);
  }

  private static boolean privileged(String word) {
    return switch (word) {
      case "userns" -> false;
      case "privileged" -> true;
      default -> throw new IllegalArgumentException("'" + word + "' must be userns or privileged");
    };
  }

  /** Rules of a kind of CT with its filters. */
  Rules rules(Kind kind, BpfProgram seccomp, List<BpfProgram> further) {
    return new Rules(
        seccomp,
        capabilities(kind.privileged()),
        paths(What.MASKED, kind.privileged()),
        paths(What.READ_ONLY, kind.privileged()),
        false,
        further);
  }

  /** Numbers of the capabilities that are dropped. */
  Set<Integer> capabilities(boolean privileged) {
    return names(What.CAPABILITY, privileged)
        .map(name -> Capability.valueOf(name).number())
        .collect(Collectors.toUnmodifiableSet());
  }

  List<String> paths(What what, boolean privileged) {
    return names(what, privileged).toList();
  }

  private Stream<String> names(What what, boolean privileged) {
    return rows.stream().filter(r -> r.what == what && r.privileged == privileged).map(Row::name);
  }
}
