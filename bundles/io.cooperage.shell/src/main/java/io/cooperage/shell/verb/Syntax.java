package io.cooperage.shell.verb;

import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ParameterCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a verb is called, takes and answers; the source of parsing, help and completion.
 *
 * @param catalog present if the parameters of containers are options of this verb
 */
public record Syntax(
    String scope,
    String name,
    String summary,
    List<Argument> arguments,
    List<Option> options,
    Optional<ParameterCatalog> catalog,
    List<String> examples,
    List<ExitCode> exits) {

  public static Builder of(String scope, String name, String summary) {
    return new Builder(scope, name, summary);
  }

  /** How an operator types it: {@code ct start}, {@code ct template list}. */
  public String command() {
    return scope.equals("ct") ? "ct " + name : "ct " + scope + " " + name;
  }

  Optional<Option> option(String optionName) {
    return options.stream().filter(o -> o.name().equals(optionName)).findFirst();
  }

  boolean verbatim() {
    return !arguments.isEmpty() && last().presence() == Argument.Presence.VERBATIM;
  }

  boolean repeated() {
    return !arguments.isEmpty() && last().presence() == Argument.Presence.REPEATED;
  }

  /** How many single words it takes at most. */
  int places() {
    return arguments.size() - (verbatim() || repeated() ? 1 : 0);
  }

  private Argument last() {
    return arguments.get(arguments.size() - 1);
  }

  /** Collects a syntax; single-threaded. */
  public static final class Builder {
    private final String scope;
    private final String name;
    private final String summary;
    private final List<Argument> arguments = new ArrayList<>();
    private final List<Option> options = new ArrayList<>();
    private Optional<ParameterCatalog> catalog = Optional.empty();
    private final List<String> examples = new ArrayList<>();
    private final List<ExitCode> exits = new ArrayList<>();

    private Builder(String scope, String name, String summary) {
      this.scope = scope;
      this.name = name;
      this.summary = summary;
    }

    public Builder argument(String word, Completion completion) {
      arguments.add(new Argument(word, Argument.Presence.REQUIRED, completion));
      return this;
    }

    public Builder optional(String word, Completion completion) {
      arguments.add(new Argument(word, Argument.Presence.OPTIONAL, completion));
      return this;
    }

    public Builder repeated(String word, Completion completion) {
      arguments.add(new Argument(word, Argument.Presence.REPEATED, completion));
      return this;
    }

    public Builder verbatim(String word) {
      arguments.add(new Argument(word, Argument.Presence.VERBATIM, Completion.NONE));
      return this;
    }

    public Builder flag(String option, String description) {
      options.add(new Option(option, "", description, Completion.NONE));
      return this;
    }

    public Builder option(String option, String value, String description, Completion completion) {
      options.add(new Option(option, value, description, completion));
      return this;
    }

    public Builder json() {
      return flag("--json", "Print JSON for programs.");
    }

    public Builder settings(ParameterCatalog parameters) {
      catalog = Optional.of(parameters);
      return this;
    }

    public Builder example(String line) {
      examples.add(line);
      return this;
    }

    /** Exit codes beside those that every verb has. */
    public Builder exits(ExitCode... codes) {
      exits.addAll(List.of(codes));
      return this;
    }

    public Syntax build() {
      Stream<ExitCode> all =
          Stream.concat(
              Stream.of(ExitCode.OK, ExitCode.SYSTEM, ExitCode.BAD_OPTION, ExitCode.BAD_VALUE),
              exits.stream());
      return new Syntax(
          scope,
          name,
          summary,
          List.copyOf(arguments),
          List.copyOf(options),
          catalog,
          List.copyOf(examples),
          all.distinct().sorted().toList());
    }
  }
}
