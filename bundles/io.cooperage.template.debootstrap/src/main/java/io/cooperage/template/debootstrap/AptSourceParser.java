package io.cooperage.template.debootstrap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads both forms of apt's sources. What is malformed is left out, as apt would refuse it.
 *
 * @see <a href="https://manpages.debian.org/sources.list.5">sources.list(5)</a>
 */
final class AptSourceParser {
  private AptSourceParser() {}

  /** The one-line form: {@code deb [options] uri suite component...}. */
  static List<AptSource> parseLines(String text) {
    List<AptSource> sources = new ArrayList<>();
    for (String line : text.lines().map(AptSourceParser::withoutComment).toList()) {
      List<String> words = words(line.replaceFirst("\\[[^\\]]*\\]", " "));
      if (words.size() >= 4 && words.get(0).equals("deb")) {
        sources.add(
            new AptSource(words.get(1), List.of(words.get(2)), words.subList(3, words.size())));
      }
    }
    return sources;
  }

  /** The deb822 form: stanzas of {@code Field: value}, set apart by empty lines. */
  static List<AptSource> parseStanzas(String text) {
    List<AptSource> sources = new ArrayList<>();
    Map<String, String> stanza = new HashMap<>();
    String field = "";
    for (String line : Stream.concat(text.lines(), Stream.of("")).toList()) {
      if (line.isBlank()) {
        sources.addAll(sources(stanza));
        stanza.clear();
      } else if (line.startsWith(" ") || line.startsWith("\t")) {
        stanza.merge(field, line.strip(), (before, more) -> before + " " + more);
      } else if (!line.startsWith("#") && line.contains(":")) {
        field = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
        stanza.put(field, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return sources;
  }

  private static List<AptSource> sources(Map<String, String> stanza) {
    String enabled = stanza.getOrDefault("enabled", "yes").toLowerCase(Locale.ROOT);
    if (!words(stanza.getOrDefault("types", "")).contains("deb")
        || List.of("no", "false", "0", "off", "without", "disable").contains(enabled)) {
      return List.of();
    }
    List<String> suites = words(stanza.getOrDefault("suites", ""));
    List<String> components = words(stanza.getOrDefault("components", ""));
    return words(stanza.getOrDefault("uris", "")).stream()
        .map(uri -> new AptSource(uri, suites, components))
        .toList();
  }

  private static String withoutComment(String line) {
    int at = line.indexOf('#');
    return at < 0 ? line : line.substring(0, at);
  }

  private static List<String> words(String text) {
    return Stream.of(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
