package io.cooperage.shell.verb;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.front.Caller;
import io.cooperage.api.front.PlainForm;
import io.cooperage.api.job.Job;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.console.Session;

/** One run of a verb: what was typed, and where the answers go. */
public final class Call {
  private final Syntax syntax;
  private final Words words;
  private final Session session;
  private final Caller caller;

  Call(Syntax syntax, Words words, Session session, Caller caller) {
    this.syntax = syntax;
    this.words = words;
    this.session = session;
    this.caller = caller;
  }

  public Session session() {
    return session;
  }

  public Caller caller() {
    return caller;
  }

  public PrintStream out() {
    return session.getConsole();
  }

  /** Words that are no options. */
  public List<String> places() {
    return words.places();
  }

  public boolean has(String option) {
    return words.options().containsKey(option);
  }

  public Optional<String> value(String option) {
    return words.option(option);
  }

  /** Every value of an option that may be repeated. */
  public List<String> values(String option) {
    return words.options().getOrDefault(option, List.of());
  }

  /** A whole number of an option. */
  public Optional<Long> number(String option, long least, long most) {
    return value(option).map(text -> number(option, text, least, most));
  }

  private static long number(String option, String text, long least, long most) {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number out of range is.
    }
    throw bad(option, text, "must be a whole number between " + least + " and " + most);
  }

  /** Labels given as {@code --label KEY=VALUE}. */
  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String text : values("--label")) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw bad("--label", text, "must be KEY=VALUE");
      }
      labels.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return labels;
  }

  /** Words that name parameters. */
  public List<String> settings() {
    return words.settings();
  }

  /** The words that follow verbatim. */
  public List<String> rest() {
    return words.rest();
  }

  /** Whether {@code --} stood before the rest. */
  public boolean separated() {
    return words.separated();
  }

  /** The container that the first word names. */
  public ContainerRef container() {
    return container(words.places().get(0));
  }

  public ContainerRef container(String text) {
    try {
      return ContainerRef.parse(text);
    } catch (IllegalArgumentException e) {
      throw bad("container", text, e.getMessage());
    }
  }

  /** Waits for a job and shows its progress; a caller that goes away cancels it. */
  public <T> Optional<T> await(Job<T> job) {
    return new JobProgress(caller).await(job);
  }

  /** Prints what was done: the value with {@code --json}, else the sentence. */
  public void answer(Object value, String sentence) {
    if (has("--json")) {
      json(value);
    } else {
      out().println(sentence);
    }
  }

  /** Prints a value as JSON. */
  public void json(Object value) {
    Json.print(PlainForm.of(value), out());
  }

  /** An error of usage. */
  public ContainerException usage(String what) {
    return Words.usage(syntax, what);
  }

  public static ContainerException bad(String subject, String value, String rule) {
    return ContainerException.badInput(ErrorCode.BAD_VALUE, Problem.of(subject, value, rule));
  }
}
