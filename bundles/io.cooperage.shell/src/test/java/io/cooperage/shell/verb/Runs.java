package io.cooperage.shell.verb;

import io.cooperage.api.front.Caller;
import io.cooperage.api.front.Handover;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Registry;

/** Runs verbs as ct, or as an operator at Karaf's shell, would. */
public final class Runs {
  private Runs() {}

  /** How a run ended. */
  public record Run(int code, String output, String errors, Optional<Handover> handover) {}

  /** As ct does. */
  public static Run ct(Verb verb, String... words) {
    return ct(new TestCaller(), verb, words);
  }

  public static Run ct(TestCaller caller, Verb verb, String... words) {
    TestSession session = new TestSession();
    session.put(Caller.VARIABLE, caller);
    new VerbCommand(verb).execute(session, List.of((Object[]) words));
    return new Run(caller.code(), session.printed(), caller.printed(), caller.handover());
  }

  /** What is printed to one who may run the registry's commands. */
  static String printed(Registry registry, Verb verb, String... words) {
    TestSession session = new TestSession(registry);
    session.put(Caller.VARIABLE, new TestCaller());
    new VerbCommand(verb).execute(session, List.of((Object[]) words));
    return session.printed();
  }

  /** As at Karaf's shell, where there is one stream and nobody to hand over to. */
  public static String karaf(Verb verb, String... words) {
    TestSession session = new TestSession();
    new VerbCommand(verb).execute(session, List.of((Object[]) words));
    return session.printed();
  }

  /** Candidates for the last of the words. */
  public static List<String> complete(Verb verb, String... words) {
    List<String> line = new ArrayList<>();
    line.add(verb.syntax().scope() + ":" + verb.syntax().name());
    line.addAll(List.of(words));
    List<String> candidates = new ArrayList<>();
    new VerbCommand(verb)
        .getCompleter(false)
        .complete(new TestSession(), new Line(line), candidates);
    return candidates;
  }

  /** A line with the cursor at its end. */
  record Line(List<String> words) implements CommandLine {
    @Override
    public int getCursorArgumentIndex() {
      return words.size() - 1;
    }

    @Override
    public String getCursorArgument() {
      return words.get(words.size() - 1);
    }

    @Override
    public int getArgumentPosition() {
      return getCursorArgument().length();
    }

    @Override
    public String[] getArguments() {
      return words.toArray(String[]::new);
    }

    @Override
    public int getBufferPosition() {
      return getBuffer().length();
    }

    @Override
    public String getBuffer() {
      return String.join(" ", words);
    }
  }
}
