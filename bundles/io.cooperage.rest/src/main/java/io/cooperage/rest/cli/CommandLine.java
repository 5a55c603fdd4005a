package io.cooperage.rest.cli;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Registry;

/**
 * Which command the words of {@code ct} mean: {@code ct list} is {@code ct:list}, {@code ct
 * template list} is {@code template:list}, and {@code ct bundle:list} is Karaf's own.
 *
 * @param words the command's own words
 */
record CommandLine(Command command, List<String> words) {
  static final String SCOPE = "ct";

  /** Scopes whose commands need no colon. */
  static final Set<String> NOUNS = Set.of("template", "node", "pool", "plugin", "job");

  static Optional<CommandLine> of(Registry registry, List<String> argv) {
    List<String> words = argv.isEmpty() ? List.of("help") : argv;
    String first =
        switch (words.get(0)) {
          case "--help", "-h" -> "help";
          case "--version", "-V" -> "version";
          default -> words.get(0);
        };
    int colon = first.indexOf(':');
    if (colon > 0) {
      return find(registry, first.substring(0, colon), first.substring(colon + 1), words, 1);
    }
    if (NOUNS.contains(first)) {
      return words.size() > 1 && !words.get(1).startsWith("-")
          ? find(registry, first, words.get(1), words, 2)
          : find(registry, SCOPE, "help", List.of("help", first), 1);
    }
    return find(registry, SCOPE, first, words, 1);
  }

  /** Karaf's own commands print to System.out, which only its interpreter redirects. */
  static boolean foreign(Command command) {
    return !command.getScope().equals(SCOPE) && !NOUNS.contains(command.getScope());
  }

  /** The words as a line of Karaf's language. */
  static String quoted(List<String> argv) {
    StringBuilder line = new StringBuilder(argv.get(0));
    for (String word : argv.subList(1, argv.size())) {
      if (word.indexOf('\'') >= 0 || word.indexOf('\\') >= 0) {
        throw new ContainerException(
            ErrorCode.BAD_VALUE, "Karaf's own commands take no quotes or backslashes here");
      }
      line.append(" '").append(word).append('\'');
    }
    return line.toString();
  }

  private static Optional<CommandLine> find(
      Registry registry, String scope, String name, List<String> words, int skip) {
    return Optional.ofNullable(registry.getCommand(scope, name))
        .map(command -> new CommandLine(command, words.subList(skip, words.size())));
  }
}
