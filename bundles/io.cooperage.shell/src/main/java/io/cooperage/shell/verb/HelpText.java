package io.cooperage.shell.verb;

import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.api.parameter.ParameterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The help of one verb, with the parameters that exist at this moment. */
final class HelpText {
  private static final int INDENT = 28;
  private static final int WIDTH = 100;

  private HelpText() {}

  static String usage(Syntax syntax) {
    List<String> words = new ArrayList<>(List.of(syntax.command()));
    boolean verbatim = syntax.verbatim();
    if (verbatim && !syntax.options().isEmpty()) {
      words.add("[OPTION...]");
    }
    syntax.arguments().forEach(a -> words.add(a.usage()));
    if (!verbatim && !(syntax.options().isEmpty() && syntax.catalog().isEmpty())) {
      words.add("[OPTION...]");
    }
    return String.join(" ", words);
  }

  static String of(Syntax syntax) {
    StringBuilder text = new StringBuilder();
    text.append("Usage: ").append(usage(syntax)).append("\n\n");
    text.append(syntax.summary()).append('\n');
    if (!syntax.options().isEmpty()) {
      text.append("\nOptions:\n");
      syntax.options().forEach(o -> line(text, o.usage(), o.description()));
    }
    syntax.catalog().ifPresent(catalog -> parameters(text, syntax, catalog));
    text.append("\nExample:\n");
    syntax.examples().forEach(e -> text.append("  ").append(e).append('\n'));
    text.append("\nExit codes:\n");
    for (ExitCode code : syntax.exits()) {
      line(text, Integer.toString(code.number()), code.meaning());
    }
    return text.toString();
  }

  private static void parameters(StringBuilder text, Syntax syntax, ParameterCatalog catalog) {
    String group = "";
    for (ParameterInfo p : catalog.parameters()) {
      if (p.status() != ParameterStatus.ACTIVE || syntax.option("--" + p.name()).isPresent()) {
        continue;
      }
      if (!p.group().equals(group)) {
        group = p.group();
        text.append("\nParameters: ").append(group).append('\n');
      }
      line(text, String.join(", ", optionsOf(p)) + " " + p.syntax(), p.description() + when(p));
    }
    text.append('\n');
    line(text, "--unset NAME", "Back to the default.");
  }

  private static String when(ParameterInfo p) {
    return switch (p.applies()) {
      case LIVE -> "";
      case RESTART -> " Takes effect at the next start.";
      case CREATE -> " Only at creation.";
    };
  }

  /** The option words of a parameter. */
  static List<String> optionsOf(ParameterInfo p) {
    return p.list()
        ? Stream.of(p.name(), p.addOption(), p.removeOption()).distinct().map("--"::concat).toList()
        : List.of("--" + p.name());
  }

  private static void line(StringBuilder text, String left, String right) {
    String indented = "  " + left;
    text.append(indented);
    if (indented.length() >= INDENT) {
      text.append('\n').append(" ".repeat(INDENT));
    } else {
      text.append(" ".repeat(INDENT - indented.length()));
    }
    text.append(
            right
                .lines()
                .flatMap(HelpText::wrapped)
                .collect(Collectors.joining("\n" + " ".repeat(INDENT))))
        .append('\n');
  }

  /** A line as lines that fit; a word that is too long has one for itself. */
  private static Stream<String> wrapped(String line) {
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String word : line.split(" ", -1)) {
      if (current.length() > 0 && current.length() + 1 + word.length() > WIDTH - INDENT) {
        lines.add(current.toString());
        current.setLength(0);
      }
      current.append(current.length() == 0 ? "" : " ").append(word);
    }
    lines.add(current.toString());
    return lines.stream();
  }
}
