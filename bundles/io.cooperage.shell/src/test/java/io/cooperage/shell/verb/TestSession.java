package io.cooperage.shell.verb;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.karaf.shell.api.console.History;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.api.console.Terminal;

/** A session that keeps what is printed. */
final class TestSession implements Session {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream console = new PrintStream(printed, false, StandardCharsets.UTF_8);
  private final Map<String, Object> variables = new HashMap<>();
  private final Registry registry;

  TestSession() {
    this(null);
  }

  TestSession(Registry registry) {
    this.registry = registry;
  }

  String printed() {
    console.flush();
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Override
  public Object execute(CharSequence line) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

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
    throw new UnsupportedOperationException();
  }

  @Override
  public String resolveCommand(String name) {
    return name;
  }

  @Override
  public Path currentDir() {
    return Path.of("/");
  }

  @Override
  public void currentDir(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void run() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
