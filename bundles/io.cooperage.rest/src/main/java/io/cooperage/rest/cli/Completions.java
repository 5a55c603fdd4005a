package io.cooperage.rest.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.SessionFactory;

/** Completes a word of {@code ct} with the completers of Karaf's commands. */
final class Completions {
  private final SessionFactory sessions;

  Completions(SessionFactory sessions) {
    this.sessions = sessions;
  }

  List<String> of(List<String> words, int index) {
    return KarafAdministrator.apart(() -> found(words, index));
  }

  private List<String> found(List<String> words, int index) {
    String prefix = index < words.size() ? words.get(index) : "";
    Stream<String> found;
    if (index == 0) {
      found = Stream.concat(names(CommandLine.SCOPE), CommandLine.NOUNS.stream());
    } else if (index == 1 && CommandLine.NOUNS.contains(words.get(0))) {
      found = names(words.get(0));
    } else {
      found = arguments(words, index, prefix);
    }
    return found.filter(w -> w.startsWith(prefix)).distinct().sorted().toList();
  }

  private Stream<String> names(String scope) {
    return sessions.getRegistry().getCommands().stream()
        .filter(c -> c.getScope().equals(scope))
        .map(Command::getName);
  }

  private Stream<String> arguments(List<String> words, int index, String prefix) {
    Optional<CommandLine> line = CommandLine.of(sessions.getRegistry(), words.subList(0, index));
    Completer completer = line.map(l -> l.command().getCompleter(false)).orElse(null);
    if (completer == null) {
      return Stream.empty();
    }
    List<String> own = new ArrayList<>();
    own.add(line.get().command().getScope() + ":" + line.get().command().getName());
    own.addAll(line.get().words());
    own.add(prefix);
    List<String> candidates = new ArrayList<>();
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    CallSession session = new CallSession(sessions, nowhere, nowhere, Path.of("/"));
    completer.complete(session, new TypedLine(own), candidates);
    return candidates.stream().map(String::trim);
  }
}
