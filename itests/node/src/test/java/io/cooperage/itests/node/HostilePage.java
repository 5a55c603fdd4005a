package io.cooperage.itests.node;

import io.cooperage.itests.node.HostileTable.Actor;
import io.cooperage.itests.node.HostileTable.Bomb;
import io.cooperage.itests.node.HostileTable.Row;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The tables that end {@code docs/manual/hostile.md}, as they follow from what the tests try. */
final class HostilePage {
  private HostilePage() {}

  static String tables(HostileTable table) {
    StringBuilder page = new StringBuilder();
    String section = "";
    for (Row row : table.rows()) {
      if (!row.section().equals(section)) {
        section = row.section();
        page.append("\n### ").append(section);
        page.append("\n\n| action | root | user | nested | what |\n|---|---|---|---|---|\n");
      }
      page.append("| ").append(row.name());
      for (Actor actor : Actor.values()) {
        page.append(" | ").append(words(row.expected().get(actor)));
      }
      page.append(" | ").append(row.what().equals("-") ? "" : row.what()).append(" |\n");
    }
    page.append("\n### Bombs\n\n| bomb | set off by | what stops it |\n|---|---|---|\n");
    for (Bomb bomb : table.bombs()) {
      page.append("| ").append(bomb.name());
      page.append(" | ").append(bomb.actor().name().toLowerCase(Locale.ROOT));
      page.append(" | ").append(bomb.bound()).append(" |\n");
    }
    return page.toString();
  }

  private static String words(Set<String> alternatives) {
    return alternatives.isEmpty() ? "-" : String.join(", ", new TreeSet<>(alternatives));
  }
}
