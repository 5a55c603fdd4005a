package io.cooperage.shell.verb;

import io.cooperage.api.front.Caller;
import io.cooperage.api.front.Handover;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.karaf.shell.api.console.Session;

/** An operator at Karaf's own shell: one stream for everything, and nobody to hand over to. */
final class ShellCaller implements Caller {
  private final Session session;

  ShellCaller(Session session) {
    this.session = session;
  }

  /** Who called. */
  static Caller of(Session session) {
    return session.get(Caller.VARIABLE) instanceof Caller caller
        ? caller
        : new ShellCaller(session);
  }

  @Override
  public PrintStream errors() {
    return session.getConsole();
  }

  @Override
  public boolean terminal() {
    return session.getTerminal() != null;
  }

  @Override
  public int columns() {
    return terminal() ? Math.max(20, session.getTerminal().getWidth()) : 80;
  }

  @Override
  public String terminalType() {
    return terminal() ? session.getTerminal().getType() : "";
  }

  @Override
  public Path directory() {
    return session.currentDir();
  }

  @Override
  public boolean gone() {
    return false;
  }

  @Override
  public void exit(int code) {
    session.put("exit", code);
  }

  @Override
  public boolean handOver(Handover rest) {
    return false;
  }
}
