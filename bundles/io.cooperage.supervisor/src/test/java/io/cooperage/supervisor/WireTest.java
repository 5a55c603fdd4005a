package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The two sides of the protocol are written down twice; this holds them together. */
class WireTest {
  private static final Pattern ENUM = Pattern.compile("enum (verb|tag) \\{(.*?)};", Pattern.DOTALL);
  private static final Pattern CONSTANT = Pattern.compile("([A-Z_]+)(?: = (\\d+))?\\s*(?:,|$)");
  private static final Map<Tag, String> OTHER_NAMES =
      Map.of(
          Tag.READ_ONLY, "T_READONLY",
          Tag.NO_NEW_PRIVILEGES, "T_NO_NEW_PRIVS",
          Tag.ARGUMENT, "T_ARG",
          Tag.ENVIRONMENT, "T_ENV");

  @Test
  void javaNumbersVerbsAsTheHeaderDoes() throws IOException {
    Map<String, Integer> verbs = constants("verb");
    for (Verb verb : Verb.values()) {
      assertThat(verbs).containsEntry(verb.name(), verb.number());
    }
  }

  @Test
  void javaNumbersTagsAsTheHeaderDoes() throws IOException {
    Map<String, Integer> tags = constants("tag");
    for (Tag tag : Tag.values()) {
      assertThat(tags)
          .containsEntry(OTHER_NAMES.getOrDefault(tag, "T_" + tag.name()), tag.number());
    }
  }

  private static Map<String, Integer> constants(String name) throws IOException {
    Matcher found = ENUM.matcher(Files.readString(Path.of("src/main/c/wire.h")));
    while (found.find()) {
      if (found.group(1).equals(name)) {
        return numbered(found.group(2).replaceAll("(?s)/\\*.*?\\*/", "").strip());
      }
    }
    throw new AssertionError("no enum " + name);
  }

  private static Map<String, Integer> numbered(String body) {
    Map<String, Integer> numbers = new HashMap<>();
    int next = 0;
    for (Matcher m = CONSTANT.matcher(body); m.find(); next++) {
      next = m.group(2) == null ? next : Integer.parseInt(m.group(2));
      numbers.put(m.group(1), next);
    }
    return numbers;
  }
}
