package io.cooperage.shell.verb;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a call, sorted by the verb's syntax.
 *
 * @param settings words that name parameters, for the catalog
 * @param rest what follows verbatim
 * @param separated whether {@code --} stood before the rest
 */
record Words(
    List<String> places,
    Map<String, List<String>> options,
    List<String> settings,
    List<String> rest,
    boolean separated) {

  /** Whether the caller asks for help instead, in a place where an option may stand. */
  static boolean askForHelp(Syntax syntax, List<String> words) {
    int places = 0;
    for (String word : words) {
      if (word.equals("--") || (syntax.verbatim() && places > syntax.places())) {
        return false;
      }
      if (word.equals("--help")) {
        return true;
      }
      places += word.startsWith("-") ? 0 : 1;
    }
    return false;
  }

  static Words parse(Syntax syntax, List<String> words) {
    return new Sorter(syntax, words).sort();
  }

  Optional<String> option(String name) {
    List<String> values = options.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** One pass over the words. */
  private static final class Sorter {
    private final Syntax syntax;
    private final List<String> words;
    private final List<String> places = new ArrayList<>();
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<String> settings = new ArrayList<>();
    private int at;

    Sorter(Syntax syntax, List<String> words) {
      this.syntax = syntax;
      this.words = words;
    }

    Words sort() {
      boolean optionsEnded = false;
      while (at < words.size()) {
        String word = words.get(at);
        boolean option = !optionsEnded && word.length() > 1 && word.startsWith("-");
        if (restBegins(word)) {
          return finish(words.subList(at, words.size()));
        }
        at++;
        if (option && word.equals("--")) {
          optionsEnded = true;
        } else if (option) {
          takeOption(word);
        } else {
          places.add(word);
        }
      }
      return finish(List.of());
    }

    private boolean restBegins(String word) {
      return syntax.verbatim()
          && places.size() == syntax.places()
          && syntax.option(nameOf(word)).isEmpty();
    }

    private static String nameOf(String word) {
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      return equals < 0 ? word : word.substring(0, equals);
    }

    private void takeOption(String word) {
      String name = nameOf(word);
      Optional<Option> known = syntax.option(name);
      boolean inline = name.length() < word.length();
      if (known.isPresent() && known.get().flag()) {
        if (inline) {
          throw usage(syntax, name + " takes no value");
        }
        put(name, "");
      } else if (known.isPresent()) {
        put(name, inline ? word.substring(name.length() + 1) : next(name));
      } else if (syntax.catalog().isPresent() && word.startsWith("--")) {
        settings.add(word);
        if (!inline) {
          settings.add(next(name));
        }
      } else {
        throw usage(syntax, "there is no option " + name);
      }
    }

    private String next(String name) {
      if (at == words.size()) {
        throw usage(syntax, name + " needs a value");
      }
      return words.get(at++);
    }

    private void put(String name, String value) {
      options.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    private Words finish(List<String> rest) {
      long required =
          syntax.arguments().stream()
              .filter(a -> a.presence() == Argument.Presence.REQUIRED)
              .count();
      if (places.size() < required) {
        throw usage(syntax, syntax.arguments().get(places.size()).name() + " is missing");
      }
      if (places.size() > syntax.places() && !syntax.repeated()) {
        throw usage(syntax, "'" + places.get(syntax.places()) + "' is one word too many");
      }
      boolean separated = !rest.isEmpty() && rest.get(0).equals("--");
      return new Words(
          places, options, settings, separated ? rest.subList(1, rest.size()) : rest, separated);
    }
  }

  static ContainerException usage(Syntax syntax, String what) {
    return new ContainerException(ErrorCode.BAD_OPTION, what, "usage: " + HelpText.usage(syntax));
  }
}
