package io.cooperage.core.guest;

import java.util.List;

/** Lines of ours inside a file that the CT's owner edits too. */
final class ManagedBlock {
  private static final String BEGIN = "# begin cooperage";
  private static final String END = "# end cooperage";

  private ManagedBlock() {}

  /**
   * The text with our block replaced, or added at the end; without lines the block goes. Every
   * other byte stays; of a block whose end is missing only the first line counts as ours.
   */
  static String replace(String text, List<String> lines) {
    StringBuilder kept = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = lineEnd(text, at);
      int blockEnd = is(text, at, end, BEGIN) ? afterBlock(text, end) : at;
      if (blockEnd == at) {
        kept.append(text, at, end);
      }
      at = Math.max(end, blockEnd);
    }
    if (!lines.isEmpty()) {
      if (kept.length() > 0 && kept.charAt(kept.length() - 1) != '\n') {
        kept.append('\n');
      }
      kept.append(BEGIN).append('\n');
      lines.forEach(line -> kept.append(line).append('\n'));
      kept.append(END).append('\n');
    }
    return kept.toString();
  }

  /** Where the block ends whose first line ended here; here if it does not end. */
  private static int afterBlock(String text, int from) {
    for (int at = from; at < text.length(); at = lineEnd(text, at)) {
      if (is(text, at, lineEnd(text, at), END)) {
        return lineEnd(text, at);
      }
    }
    return from;
  }

  private static boolean is(String text, int from, int end, String line) {
    return text.substring(from, end).equals(line + "\n") || text.substring(from).equals(line);
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }
}
