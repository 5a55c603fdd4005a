package io.cooperage.isolation.policy;

import java.util.Set;
import java.util.TreeSet;

/** System calls that may be used: rows of the resource {@code allow.table}, a group in each. */
record AllowTable(Set<String> calls) {
  AllowTable {
    calls = Set.copyOf(calls);
  }

  static AllowTable builtIn() {
    return parse(Tables.text("allow.table"));
  }

  static AllowTable parse(String text) {
    Set<String> calls = new TreeSet<>();
    Tables.lines(text).forEach(line -> add(line, calls));
    return new AllowTable(calls);
  }

  private static void add(String line, Set<String> calls) {
    String[] words = line.split("\\s+", -1);
    if (words.length < 2) {
      throw new IllegalArgumentException("a group without calls: " + line);
    }
    for (int i = 1; i < words.length; i++) {
      if (!words[i].matches("[a-z0-9_]+")) {
        throw new IllegalArgumentException("'" + words[i] + "' is no system call");
      }
      if (!calls.add(words[i])) {
        throw new IllegalArgumentException("'" + words[i] + "' stands there twice");
      }
    }
  }
}
