package io.cooperage.core.lifecycle.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts of parameters as one journaled value: a line for each parameter, tabs between its name and
 * its entries; backslash, tab and newline are written as {@code \\}, {@code \t} and {@code \n}.
 */
final class TextMap {
  private TextMap() {}

  static String encode(Map<String, List<String>> texts) {
    List<String> lines = new ArrayList<>();
    texts.forEach(
        (name, entries) -> {
          StringBuilder line = new StringBuilder(name);
          entries.forEach(e -> line.append('\t').append(escape(e)));
          lines.add(line.toString());
        });
    return String.join("\n", lines);
  }

  static Map<String, List<String>> decode(String text) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      if (!fields[0].isEmpty()) {
        texts.put(fields[0], Arrays.stream(fields).skip(1).map(TextMap::unescape).toList());
      }
    }
    return texts;
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static String unescape(String text) {
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
