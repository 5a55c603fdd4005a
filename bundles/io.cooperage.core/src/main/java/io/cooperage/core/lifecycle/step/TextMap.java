package io.cooperage.core.lifecycle.step;

import io.cooperage.core.text.TabLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts of parameters as one journaled value: a line for each parameter with its name and entries,
 * see {@link TabLine}.
 */
final class TextMap {
  private TextMap() {}

  static String encode(Map<String, List<String>> texts) {
    List<String> lines = new ArrayList<>();
    texts.forEach(
        (name, entries) -> {
          List<String> fields = new ArrayList<>(List.of(name));
          fields.addAll(entries);
          lines.add(TabLine.of(fields));
        });
    return String.join("\n", lines);
  }

  static Map<String, List<String>> decode(String text) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      List<String> fields = TabLine.fields(line);
      if (!fields.get(0).isEmpty()) {
        texts.put(fields.get(0), fields.subList(1, fields.size()));
      }
    }
    return texts;
  }
}
