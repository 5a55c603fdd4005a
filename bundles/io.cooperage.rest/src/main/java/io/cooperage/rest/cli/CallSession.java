package io.cooperage.rest.cli;

import io.cooperage.api.front.Caller;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.karaf.shell.api.console.History;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.api.console.Terminal;

/**
 * The session of one call. Karaf's factory keeps every session that it makes until the end of the
 * JVM (4.4.10), so one for each {@code ct} would be a leak; this one is also made in microseconds.
 */
final class CallSession implements Session {
  private final SessionFactory factory;
  private final Registry registry;
  private final PrintStream console;
  private final PrintStream errors;
  private final Map<String, Object> variables = new HashMap<>();
  private Path directory;

  CallSession(SessionFactory factory, PrintStream console, PrintStream errors, Path directory) {
    this.factory = factory;
    this.registry = new CallRegistry(factory, this);
    this.console = console;
    this.errors = errors;
    this.directory = directory;
  }

  /**
   * Runs a line of Karaf's own language, for which only Karaf has an interpreter. Its commands are
   * not the caller's: they cannot leave their rest to it.
   */
  @Override
  public Object execute(CharSequence line) throws Exception {
    try (Session own = factory.create(getKeyboard(), console, errors)) {
      variables.forEach(own::put);
      own.put(Caller.VARIABLE, null);
      return own.execute(line);
    }
  }

  @Override
  public Object get(String name) {
    return variables.get(name);
  }

  @Override
  public void put(String name, Object value) {
    variables.put(name, value);
  }

  @Override
  public InputStream getKeyboard() {
    return InputStream.nullInputStream();
  }

  @Override
  public PrintStream getConsole() {
    return console;
  }

  @Override
  public String readLine(String prompt, Character mask) {
    throw new UnsupportedOperationException("there is no keyboard");
  }

  // Karaf takes null for "no terminal", as its own sessions without one do.
  @Override
  public Terminal getTerminal() {
    return null;
  }

  @Override
  public History getHistory() {
    return null;
  }

  @Override
  public Registry getRegistry() {
    return registry;
  }

  @Override
  public SessionFactory getFactory() {
    return factory;
  }

  @Override
  public String resolveCommand(String name) {
    return name;
  }

  @Override
  public Path currentDir() {
    return directory;
  }

  @Override
  public void currentDir(Path path) {
    directory = path;
  }

  @Override
  public void run() {
    throw new UnsupportedOperationException("this session runs one command");
  }

  @Override
  public void close() {
    console.flush();
  }
}
