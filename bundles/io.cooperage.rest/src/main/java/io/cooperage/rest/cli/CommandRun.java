package io.cooperage.rest.cli;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.Caller;
import io.cooperage.api.front.ExitCode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one command for one caller; what it throws becomes a message and vzctl's exit code. */
final class CommandRun {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

  private final SessionFactory sessions;
  private final CliRequest request;
  private final RemoteCaller caller;
  private final PrintStream output;

  CommandRun(
      SessionFactory sessions, CliRequest request, OutputStream sink, BooleanSupplier stopping) {
    FrameStream frames = new FrameStream(sink);
    this.sessions = sessions;
    this.request = request;
    this.caller = new RemoteCaller(request, frames, stopping);
    this.output = frames.stream(FrameKind.OUTPUT);
  }

  /** The caller has gone; the command learns it at its next look. */
  void disconnect() {
    caller.disconnect();
  }

  void run() {
    try {
      execute();
    } catch (ContainerException e) {
      fail(ExitCode.of(e.code()), e.getMessage(), e.hint());
    } catch (Exception | LinkageError e) {
      LOG.warn("command {} failed", request.argv().isEmpty() ? "" : request.argv().get(0), e);
      fail(ExitCode.SYSTEM, e.getMessage() == null ? e.toString() : e.getMessage(), "");
    }
    caller.finish();
  }

  private void execute() throws Exception {
    CallSession session = new CallSession(sessions, output, caller.errors(), request.directory());
    session.put(Caller.VARIABLE, caller);
    Optional<CommandLine> line = CommandLine.of(sessions.getRegistry(), request.argv());
    if (line.isEmpty()) {
      throw unknown();
    }
    if (CommandLine.foreign(line.get().command())) {
      KarafAdministrator.execute(session, CommandLine.quoted(request.argv()));
    } else {
      List<Object> words = new ArrayList<>(line.get().words());
      line.get().command().execute(session, words);
    }
    session.close();
  }

  private ContainerException unknown() {
    boolean empty =
        KarafAdministrator.apart(sessions.getRegistry()::getCommands).stream()
            .noneMatch(c -> c.getScope().equals(CommandLine.SCOPE));
    String typed = String.join(" ", request.argv().subList(0, Math.min(2, request.argv().size())));
    return empty
        ? new ContainerException(
            ErrorCode.WAITING, "Cooperage is starting: its commands are not there yet", "try again")
        : new ContainerException(
            ErrorCode.BAD_OPTION, "there is no command '" + typed + "'", "'ct help' lists all");
  }

  private void fail(ExitCode code, String message, String hint) {
    output.flush();
    message.lines().forEach(line -> caller.errors().println("ct: " + printable(line)));
    if (!hint.isEmpty()) {
      hint.lines().forEach(line -> caller.errors().println("    " + printable(line)));
    }
    caller.exit(code.number());
  }

  /** A message may quote a container; its escape sequences must not reach the terminal. */
  private static String printable(String line) {
    StringBuilder safe = new StringBuilder(line.length());
    line.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return safe.toString();
  }
}
