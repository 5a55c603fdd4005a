package io.cooperage.shell.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.api.console.Terminal;
import org.junit.jupiter.api.Test;

class VerbRegistrarTest {
  private final Karaf karaf = new Karaf();
  private final VerbRegistrar registrar = new VerbRegistrar(karaf);

  /** A verb that prints its name. */
  private static final class Named extends Verb {
    Named(String scope, String name) {
      super(Syntax.of(scope, name, "Does " + name + ".").example(name).build());
    }

    @Override
    protected int run(Call call) {
      return 0;
    }
  }

  @Test
  void verbsComeAndGoInKarafsRegistry() {
    Verb list = new Named("ct", "list");
    registrar.add(list);
    registrar.add(new Named("template", "list"));

    assertThat(karaf.commands).extracting(Command::getScope).containsExactly("ct", "template");

    registrar.remove(list);
    assertThat(karaf.commands).hasSize(1);
    registrar.removeAll();
    assertThat(karaf.commands).isEmpty();
  }

  @Test
  void helpListsEveryCommandAndExplainsOne() {
    registrar.add(new Named("ct", "list"));
    registrar.add(new Named("template", "build"));
    HelpVerb help = new HelpVerb(karaf);

    assertThat(Runs.printed(karaf, help)).contains("  list ", "Does list.", "  template build");
    assertThat(Runs.printed(karaf, help, "template"))
        .isEqualTo("  template build    Does build.\n");
    assertThat(Runs.printed(karaf, help, "template", "build"))
        .startsWith("Usage: ct template build\n");
    assertThat(Runs.complete(help, "l")).containsExactly("list");
    assertThatThrownBy(() -> Runs.printed(karaf, help, "nothing"))
        .hasMessageContaining("is not known");
  }

  /** Karaf's registry without Karaf. */
  private static final class Karaf implements SessionFactory, Registry {
    private final List<Command> commands = new ArrayList<>();

    @Override
    public Registry getRegistry() {
      return this;
    }

    @Override
    public List<Command> getCommands() {
      return commands;
    }

    @Override
    public Command getCommand(String scope, String name) {
      return commands.stream()
          .filter(c -> c.getScope().equals(scope) && c.getName().equals(name))
          .findFirst()
          .orElse(null);
    }

    @Override
    public void register(Object service) {
      commands.add((Command) service);
    }

    @Override
    public void unregister(Object service) {
      commands.remove(service);
    }

    @Override
    public Session create(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        String encoding,
        Runnable closed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Session create(InputStream in, PrintStream out, PrintStream err) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Session create(InputStream in, PrintStream out, PrintStream err, Session parent) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> void register(Callable<T> callable, Class<T> type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getService(Class<T> type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> List<T> getServices(Class<T> type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasService(Class<?> type) {
      return false;
    }
  }
}
