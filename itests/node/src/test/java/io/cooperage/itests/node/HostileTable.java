package io.cooperage.itests.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code hostile.table}: what is tried, by whom, and what must come of it. */
record HostileTable(List<Row> rows, List<Bomb> bombs) {
  private static final String BOMB = "bomb";
  private static final String SECTION = "## ";
  private static final Set<String> LACKING =
      Set.of("ENOSYS", "ENODEV", "ENOENT", "EAFNOSUPPORT", "EPROTONOSUPPORT", "ABSENT");

  /** Who acts inside the CT. */
  enum Actor {
    ROOT,
    /** An ordinary user. */
    USER,
    /** An ordinary user as root of a user namespace of its own. */
    NESTED;

    /** The options of the program that make it act so. */
    List<String> options() {
      return switch (this) {
        case ROOT -> List.of();
        case USER -> List.of("--as", "1000");
        case NESTED -> List.of("--as", "1000", "--nested");
      };
    }
  }

  /**
   * One action.
   *
   * @param expected for each actor the results of which any is right; none if it is not tried
   * @param needs without which the row says nothing: a path or {@code fs:TYPE} of the host, {@code
   *     call} if the kernel itself shall be asked, or -
   */
  record Row(
      String section, String name, Map<Actor, Set<String>> expected, String needs, String what) {
    boolean right(Actor actor, String seen) {
      return expected.get(actor).contains(seen);
    }

    /** Whether this host's kernel has what the action is about. */
    boolean present(HostileProgram program) {
      if (needs.equals("-")) {
        return true;
      }
      if (needs.equals("call")) {
        return !LACKING.contains(program.onHost(name));
      }
      return needs.startsWith("fs:")
          ? fileSystem(needs.substring(3))
          : Files.exists(Path.of(needs));
    }

    private static boolean fileSystem(String type) {
      try {
        return Files.readAllLines(Path.of("/proc/filesystems")).stream()
            .anyMatch(line -> line.endsWith("\t" + type));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One bomb; {@code bound} says what stops it. */
  record Bomb(String name, Actor actor, String bound) {}

  static HostileTable read() {
    List<Row> rows = new ArrayList<>();
    List<Bomb> bombs = new ArrayList<>();
    String section = "";
    for (String line : lines()) {
      if (line.startsWith(SECTION)) {
        section = line.substring(SECTION.length());
        continue;
      }
      String[] words = line.split("\\s+", line.startsWith(BOMB) ? 4 : 6);
      if (words[0].equals(BOMB)) {
        bombs.add(
            new Bomb(
                words[1], Actor.valueOf(words[2].toUpperCase(java.util.Locale.ROOT)), words[3]));
      } else {
        rows.add(new Row(section, words[0], expected(words), words[4], words[5]));
      }
    }
    return new HostileTable(List.copyOf(rows), List.copyOf(bombs));
  }

  private static Map<Actor, Set<String>> expected(String[] words) {
    return Map.of(
        Actor.ROOT, alternatives(words[1]),
        Actor.USER, alternatives(words[2]),
        Actor.NESTED, alternatives(words[3]));
  }

  private static Set<String> alternatives(String text) {
    return text.equals("-") ? Set.of() : Set.of(text.split("\\|", -1));
  }

  private static boolean says(String line) {
    return !line.isBlank() && (line.startsWith(SECTION) || !line.startsWith("#"));
  }

  private static List<String> lines() {
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                HostileTable.class.getResourceAsStream("hostile.table"), StandardCharsets.UTF_8))) {
      return text.lines().filter(HostileTable::says).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
