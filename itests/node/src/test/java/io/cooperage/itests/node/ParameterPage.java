package io.cooperage.itests.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code docs/parameters.md}, as it follows from the catalog of a node without plug-ins. */
final class ParameterPage {
  private static final String HEAD =
      """
      # Parameters

      What can be set on a container with `ct create` and `ct set`; plug-ins add more. Made from `ct parameters --json`
      (`ParameterPageIT` holds it against the program).
      """;
  private static final String COLUMNS =
      """
      | parameter | value | default | in force | what |
      |---|---|---|---|---|
      """;

  private ParameterPage() {}

  static String of(JsonNode catalog) {
    Map<String, StringBuilder> groups = new TreeMap<>();
    for (JsonNode parameter : catalog) {
      groups
          .computeIfAbsent(text(parameter, "group"), g -> new StringBuilder())
          .append(row(parameter));
    }
    return HEAD
        + groups.entrySet().stream()
            .map(group -> "\n## " + group.getKey() + "\n\n" + COLUMNS + group.getValue())
            .collect(Collectors.joining());
  }

  private static String row(JsonNode parameter) {
    String name = "`--" + text(parameter, "name") + "`";
    if (parameter.get("list").asBoolean()) {
      name +=
          " (list: `--"
              + text(parameter, "addOption")
              + "`, `--"
              + text(parameter, "removeOption")
              + "`)";
    }
    String aliases =
        StreamSupport.stream(parameter.get("aliases").spliterator(), false)
            .map(alias -> "`--" + alias.asText() + "`")
            .collect(Collectors.joining(", "));
    String unit = text(parameter, "unit");
    return "| "
        + name
        + (aliases.isEmpty() ? "" : ", also " + aliases)
        + " | "
        + cell(text(parameter, "syntax"))
        + (unit.isEmpty() ? "" : " (" + cell(unit) + ")")
        + " | "
        + cell(text(parameter, "defaultText"))
        + " | "
        + applies(text(parameter, "applies"))
        + " | "
        + cell(text(parameter, "description"))
        + " |\n";
  }

  private static String applies(String word) {
    return switch (word) {
      case "live" -> "at once";
      case "restart" -> "after a restart";
      default -> "when it is created";
    };
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asText();
  }
}
