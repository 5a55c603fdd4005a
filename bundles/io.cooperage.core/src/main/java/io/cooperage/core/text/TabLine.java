package io.cooperage.core.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fields on one line with tabs between; backslash, tab and newline are written as {@code \\},
 * {@code \t} and {@code \n}.
 */
public final class TabLine {
  private TabLine() {}

  /** The fields as one line, without its end. */
  public static String of(List<String> fields) {
    return fields.stream().map(TabLine::escape).collect(Collectors.joining("\t"));
  }

  /** The fields of a line. */
  public static List<String> fields(String line) {
    return Arrays.stream(line.split("\t", -1)).map(TabLine::unescape).toList();
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        plain.append(next == 't' ? '\t' : next == 'n' ? '\n' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
