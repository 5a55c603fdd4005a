package io.cooperage.shell.verb;

import io.cooperage.api.front.Caller;
import io.cooperage.api.front.Handover;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A ct that keeps what it is told. */
public final class TestCaller implements Caller {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(errors, true, StandardCharsets.UTF_8);
  private volatile boolean gone;
  private boolean terminal;
  private int code;
  private Optional<Handover> handover = Optional.empty();

  public TestCaller onTerminal() {
    terminal = true;
    return this;
  }

  public void leave() {
    gone = true;
  }

  String printed() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  int code() {
    return code;
  }

  Optional<Handover> handover() {
    return handover;
  }

  @Override
  public PrintStream errors() {
    return stream;
  }

  @Override
  public boolean terminal() {
    return terminal;
  }

  @Override
  public int columns() {
    return 40;
  }

  @Override
  public String terminalType() {
    return "xterm";
  }

  @Override
  public Path directory() {
    return Path.of("/home");
  }

  @Override
  public boolean gone() {
    return gone;
  }

  @Override
  public void exit(int exitCode) {
    code = exitCode;
  }

  @Override
  public boolean handOver(Handover rest) {
    handover = Optional.of(rest);
    return true;
  }
}
