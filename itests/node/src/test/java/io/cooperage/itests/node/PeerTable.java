package io.cooperage.itests.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code hostile-peers.table}: what other runtimes, and our own privileged CTs, let through of
 * {@link HostileTable}'s actions.
 *
 * @param versions of the programs and the kernel that it was made with, by name
 */
record PeerTable(Map<String, String> versions, List<Row> rows) {
  private static final String VERSIONS = "versions ";
  private static final String NOT_TRIED = "-";
  private static final String LAB = "lab";
  private static final String TAKEN = "!";

  /** Whose container it is. */
  enum Peer {
    PRIVILEGED,
    CRUN,
    LXC
  }

  /**
   * One action.
   *
   * @param results for each peer those of which any is right; none if it is not tried
   * @param lab whether it is tried in a guest alone, because success would change the whole host
   * @param why it is not tried against any of them
   */
  record Row(String name, Map<Peer, Set<String>> results, boolean lab, Optional<String> why) {
    /** Whether it does no harm on the host where it succeeds. */
    boolean harmless() {
      return !lab && why.isEmpty();
    }

    boolean right(Peer peer, String seen) {
      return results.get(peer).contains(seen) || results.get(peer).contains(seen + TAKEN);
    }

    /** In the words of the manual. */
    String words(Peer peer) {
      if (!results.containsKey(peer)) {
        return "not tried";
      }
      return results.get(peer).stream().map(PeerTable::word).collect(Collectors.joining(", "))
          + (lab ? " (lab)" : "");
    }
  }

  private static String word(String result) {
    if (result.endsWith(TAKEN)) {
      return "**taken** (" + result.substring(0, result.length() - 1) + ")";
    }
    return result.equals("DONE") ? "**DONE**" : result;
  }

  Row row(String name) {
    return rows.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  static PeerTable read() {
    Map<String, String> versions = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (String line : lines()) {
      if (line.startsWith(VERSIONS)) {
        String[] words = line.substring(VERSIONS.length()).split(" ", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
          versions.put(words[i], words[i + 1]);
        }
      } else {
        rows.add(row(line.split("\\s+", -1), line));
      }
    }
    return new PeerTable(Map.copyOf(versions), List.copyOf(rows));
  }

  private static Row row(String[] words, String line) {
    if (words[1].equals(NOT_TRIED)) {
      String why = line.substring(words[0].length()).strip().substring(NOT_TRIED.length()).strip();
      return new Row(words[0], Map.of(), false, Optional.of(why));
    }
    Map<Peer, Set<String>> results =
        new EnumMap<>(Map.of(Peer.CRUN, alternatives(words[2]), Peer.LXC, alternatives(words[3])));
    boolean lab = words[1].equals(LAB);
    if (!lab) {
      results.put(Peer.PRIVILEGED, alternatives(words[1]));
    }
    return new Row(words[0], results, lab, Optional.empty());
  }

  private static Set<String> alternatives(String text) {
    return new TreeSet<>(List.of(text.split("\\|", -1)));
  }

  private static List<String> lines() {
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                PeerTable.class.getResourceAsStream("hostile-peers.table"),
                StandardCharsets.UTF_8))) {
      Stream<String> lines = text.lines();
      return lines.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
