package io.cooperage.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param parts what is measured
 * @param full whether in the long form
 * @param help whether to tell alone what could be asked for
 */
record Request(Set<Part> parts, boolean full, boolean help) {
  private static final List<String> HELP = List.of("--help", "-h");

  /**
   * Reads the words of a command line.
   *
   * @throws IllegalArgumentException naming the word that means nothing
   */
  static Request of(List<String> words) {
    EnumSet<Part> parts = EnumSet.noneOf(Part.class);
    boolean full = false;
    boolean help = false;
    for (String word : words) {
      if (word.equals("--full")) {
        full = true;
      } else if (HELP.contains(word)) {
        help = true;
      } else if (word.equals("all")) {
        parts.addAll(List.of(Part.values()));
      } else {
        parts.add(Part.named(word).orElseThrow(() -> unknown(word)));
      }
    }
    return new Request(parts.isEmpty() ? EnumSet.allOf(Part.class) : parts, full, help);
  }

  private static IllegalArgumentException unknown(String word) {
    return new IllegalArgumentException("'" + word + "' is neither a part nor an option");
  }

  /** What can be asked for; {@code ./cooperage} shows the same file. */
  static String usage() {
    try (InputStream in = Request.class.getResourceAsStream("help.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
