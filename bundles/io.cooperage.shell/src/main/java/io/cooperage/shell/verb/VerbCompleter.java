package io.cooperage.shell.verb;

import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.api.parameter.ParameterStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** Completes a verb: its name, its options, parameters and their values, and its arguments. */
final class VerbCompleter implements Completer {
  private final Syntax syntax;
  private final List<String> names;

  VerbCompleter(Syntax syntax, boolean scoped) {
    this.syntax = syntax;
    String full = syntax.scope() + ":" + syntax.name();
    this.names = scoped ? List.of(syntax.name(), full) : List.of(full);
  }

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    String word = line.getCursorArgument() == null ? "" : line.getCursorArgument();
    String prefix = word.substring(0, Math.min(line.getArgumentPosition(), word.length()));
    int index = line.getCursorArgumentIndex();
    List<String> words = List.of(line.getArguments());
    if (index == 0) {
      names.stream().filter(n -> n.startsWith(prefix)).forEach(candidates::add);
    } else if (names.contains(words.get(0))) {
      candidates.addAll(candidates(words.subList(1, index), prefix));
    }
    return candidates.isEmpty() ? -1 : line.getBufferPosition() - line.getArgumentPosition();
  }

  private List<String> candidates(List<String> before, String prefix) {
    return proposals(before, prefix).filter(c -> c.startsWith(prefix)).distinct().toList();
  }

  private Stream<String> proposals(List<String> before, String prefix) {
    int places = 0;
    for (int i = 0; i < before.size(); i++) {
      String word = before.get(i);
      if (!word.startsWith("-")) {
        places++;
      } else if (takesValue(word)) {
        i++;
        if (i == before.size()) {
          return values(word, prefix);
        }
      }
    }
    if (syntax.verbatim() && places > syntax.places()) {
      return Stream.empty();
    }
    int equals = prefix.startsWith("--") ? prefix.indexOf('=') : -1;
    if (equals > 0) {
      String name = prefix.substring(0, equals);
      return values(name, prefix.substring(equals + 1)).map(v -> name + "=" + v);
    }
    return prefix.startsWith("-") ? options() : place(places, prefix);
  }

  private boolean takesValue(String word) {
    Optional<Option> known = syntax.option(word);
    return known.isPresent()
        ? !known.get().flag()
        : syntax.catalog().isPresent() && word.startsWith("--") && word.indexOf('=') < 0;
  }

  private Stream<String> place(int index, String prefix) {
    List<Argument> arguments = syntax.arguments();
    if (arguments.isEmpty() || (index >= arguments.size() && !syntax.repeated())) {
      return options();
    }
    Argument argument = arguments.get(Math.min(index, arguments.size() - 1));
    return argument.completion().words(prefix).stream();
  }

  private Stream<String> options() {
    Stream<String> parameters =
        syntax.catalog().stream()
            .flatMap(
                c ->
                    Stream.concat(
                        active(c).flatMap(p -> HelpText.optionsOf(p).stream()),
                        Stream.of("--unset")));
    return Stream.concat(syntax.options().stream().map(Option::name), parameters);
  }

  private Stream<String> values(String option, String prefix) {
    Optional<Option> known = syntax.option(option);
    if (known.isPresent()) {
      return known.get().completion().words(prefix).stream();
    }
    ParameterCatalog catalog = syntax.catalog().orElseThrow();
    if (option.equals("--unset")) {
      return active(catalog).map(ParameterInfo::name);
    }
    String name = option.substring(2);
    return active(catalog)
        .filter(p -> HelpText.optionsOf(p).contains(option) || p.aliases().contains(name))
        .flatMap(p -> catalog.suggest(p.name(), prefix).stream());
  }

  private static Stream<ParameterInfo> active(ParameterCatalog catalog) {
    return catalog.parameters().stream().filter(p -> p.status() == ParameterStatus.ACTIVE);
  }
}
