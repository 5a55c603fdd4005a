package io.cooperage.shell.verb;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct help}. The session's registry has the commands that its caller may run. */
@Component(service = Verb.class)
public final class HelpVerb extends Verb {
  private static final List<String> SCOPES =
      List.of("ct", "template", "node", "pool", "plugin", "job");

  private final Registry registry;

  @Activate
  public HelpVerb(@Reference SessionFactory sessions) {
    super(
        Syntax.of("ct", "help", "Explains a command, or lists all.")
            .repeated("COMMAND", prefix -> words(sessions.getRegistry()))
            .example("ct help set")
            .build());
    this.registry = sessions.getRegistry();
  }

  private static List<String> words(Registry registry) {
    Stream<String> verbs = commands(registry.getCommands(), "ct").map(Command::getName);
    return Stream.concat(verbs, SCOPES.stream().skip(1)).toList();
  }

  private static Stream<Command> commands(List<Command> all, String scope) {
    return all.stream()
        .filter(c -> c.getScope().equals(scope))
        .sorted(Comparator.comparing(Command::getName));
  }

  @Override
  protected int run(Call call) {
    List<String> words = call.places();
    if (words.isEmpty()) {
      call.out().println("Usage: ct COMMAND [WORD...]    'ct help COMMAND' explains one.\n");
      List<Command> all = call.session().getRegistry().getCommands();
      SCOPES.forEach(scope -> list(call, all, scope));
      return 0;
    }
    String first = words.get(0);
    if (words.size() == 1 && SCOPES.contains(first)) {
      list(call, call.session().getRegistry().getCommands(), first);
      return 0;
    }
    Command found =
        words.size() == 1
            ? registry.getCommand("ct", first)
            : registry.getCommand(first, words.get(1));
    if (found == null) {
      throw Call.bad("command", String.join(" ", words), "is not known; 'ct help' lists all");
    }
    call.out()
        .print(found instanceof VerbCommand verb ? verb.help() : found.getDescription() + "\n");
    return 0;
  }

  private static void list(Call call, List<Command> all, String scope) {
    String prefix = scope.equals("ct") ? "" : scope + " ";
    commands(all, scope)
        .forEach(
            c -> {
              String name = "  " + prefix + c.getName();
              String summary = c.getDescription().lines().findFirst().orElse("");
              call.out().println(name + " ".repeat(Math.max(2, 20 - name.length())) + summary);
            });
  }
}
