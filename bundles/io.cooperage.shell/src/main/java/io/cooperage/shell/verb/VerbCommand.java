package io.cooperage.shell.verb;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.Caller;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;

/**
 * A verb as a command of Karaf. Not an annotated action: those take {@code --help} out of {@code
 * exec 101 ls --help}, print help to the daemon's own standard output, and refuse options of
 * parameters that they do not know.
 */
public final class VerbCommand implements Command {
  private final Verb verb;

  VerbCommand(Verb verb) {
    this.verb = verb;
  }

  /** The verb's help, with the parameters of this moment. */
  public String help() {
    return HelpText.of(verb.syntax());
  }

  @Override
  public String getScope() {
    return verb.syntax().scope();
  }

  @Override
  public String getName() {
    return verb.syntax().name();
  }

  @Override
  public String getDescription() {
    return verb.syntax().summary();
  }

  @Override
  public Completer getCompleter(boolean scoped) {
    return new VerbCompleter(verb.syntax(), scoped);
  }

  // Karaf takes null for its own way of splitting a line.
  @Override
  public Parser getParser() {
    return null;
  }

  @Override
  public Object execute(Session session, List<Object> arguments) {
    Caller caller = ShellCaller.of(session);
    try {
      List<String> words = arguments.stream().map(String::valueOf).toList();
      if (Words.askForHelp(verb.syntax(), words)) {
        session.getConsole().print(help());
      } else {
        Words sorted = Words.parse(verb.syntax(), words);
        caller.exit(verb.run(new Call(verb.syntax(), sorted, session, caller)));
      }
    } catch (IOException e) {
      ErrorCode code = e instanceof NoSuchFileException ? ErrorCode.BAD_VALUE : ErrorCode.KERNEL;
      throw new ContainerException(code, reason(e), "", e);
    } catch (ContainerException e) {
      throw caller instanceof ShellCaller ? withHint(e) : e;
    } finally {
      session.getConsole().flush();
    }
    return null;
  }

  /** The JDK's messages of these two are bare paths. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no file " + e.getMessage();
    }
    return e instanceof AccessDeniedException
        ? e.getMessage() + ": permission denied"
        : String.valueOf(e.getMessage());
  }

  /** Karaf's shell shows the message alone. */
  private static ContainerException withHint(ContainerException e) {
    String text = e.hint().isEmpty() ? e.getMessage() : e.getMessage() + "\n" + e.hint();
    return new ContainerException(e.code(), text, "", e);
  }
}
