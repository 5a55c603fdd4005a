package io.cooperage.rest.testing;

import java.io.InputStream;
import java.io.PrintStream;
import java.security.AccessController;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Karaf's registry of commands without Karaf. */
public final class FakeShell implements SessionFactory, Registry {
  private final List<Command> commands = new CopyOnWriteArrayList<>();

  /** What a command does. */
  @FunctionalInterface
  public interface Body {
    void run(Session session, List<Object> words) throws Exception;
  }

  /** Adds a command; its completer proposes alpha and beta. */
  public FakeShell with(String scope, String name, Body body) {
    commands.add(new BodyCommand(scope, name, body));
    return this;
  }

  @Override
  public Registry getRegistry() {
    return this;
  }

  /** As Karaf's, it shows commands to those alone who have a role. */
  @Override
  @SuppressWarnings("removal") // how Karaf finds the caller's roles
  public List<Command> getCommands() {
    Subject caller = Subject.getSubject(AccessController.getContext());
    return caller == null || caller.getPrincipals(RolePrincipal.class).isEmpty()
        ? List.of()
        : commands;
  }

  @Override
  public Command getCommand(String scope, String name) {
    return commands.stream()
        .filter(c -> c.getScope().equals(scope) && c.getName().equals(name))
        .findFirst()
        .orElse(null);
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
  public void register(Object service) {
    commands.add((Command) service);
  }

  @Override
  public void unregister(Object service) {
    commands.remove(service);
  }

  @Override
  public <T> T getService(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> List<T> getServices(Class<T> type) {
    return List.of();
  }

  @Override
  public boolean hasService(Class<?> type) {
    return false;
  }

  private record BodyCommand(String scope, String name, Body body) implements Command {
    @Override
    public String getScope() {
      return scope;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getDescription() {
      return "";
    }

    @Override
    public Completer getCompleter(boolean scoped) {
      return new StringsCompleter(List.of("alpha", "beta"));
    }

    @Override
    public Parser getParser() {
      return null;
    }

    @Override
    public Object execute(Session session, List<Object> arguments) throws Exception {
      body.run(session, arguments);
      return null;
    }
  }
}
