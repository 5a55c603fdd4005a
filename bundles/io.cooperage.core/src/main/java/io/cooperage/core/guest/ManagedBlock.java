package io.cooperage.core.guest;

import java.util.ArrayList;
import java.util.List;

/** Lines of ours inside a file that the CT's owner edits too. */
final class ManagedBlock {
  private static final String BEGIN = "# begin cooperage";
  private static final String END = "# end cooperage";

  private ManagedBlock() {}

  /** The text with our block replaced, or added at the end; without lines the block goes. */
  static String replace(String text, List<String> lines) {
    List<String> kept = new ArrayList<>();
    boolean inside = false;
    for (String line : text.split("\n", -1)) {
      if (line.equals(BEGIN)) {
        inside = true;
      } else if (line.equals(END) && inside) {
        inside = false;
      } else if (!inside) {
        kept.add(line);
      }
    }
    while (!kept.isEmpty() && kept.get(kept.size() - 1).isEmpty()) {
      kept.remove(kept.size() - 1);
    }
    if (!lines.isEmpty()) {
      kept.add(BEGIN);
      kept.addAll(lines);
      kept.add(END);
    }
    return kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
  }
}
