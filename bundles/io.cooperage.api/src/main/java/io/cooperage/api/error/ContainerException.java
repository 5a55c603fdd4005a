package io.cooperage.api.error;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The one exception that crosses the contracts: what failed, why, and what to do about it. */
public final class ContainerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;
  private final transient List<Problem> problems;

  public ContainerException(ErrorCode code, String message) {
    this(code, message, "", null);
  }

  public ContainerException(ErrorCode code, String message, String hint) {
    this(code, message, hint, null);
  }

  public ContainerException(ErrorCode code, String message, String hint, Throwable cause) {
    this(code, message, hint, List.of(), cause);
  }

  private ContainerException(
      ErrorCode code, String message, String hint, List<Problem> problems, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.hint = Objects.requireNonNull(hint, "hint");
    this.problems = List.copyOf(problems);
  }

  /** Bad input: every problem is reported at once and nothing was changed. */
  public static ContainerException badInput(List<Problem> problems) {
    return badInput(ErrorCode.BAD_VALUE, problems);
  }

  /** As {@link #badInput(List)} with a code that fits all of them better. */
  public static ContainerException badInput(ErrorCode code, List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem given");
    }
    String text = problems.stream().map(Problem::message).collect(Collectors.joining("\n"));
    return new ContainerException(code, text, "", problems, null);
  }

  /** As {@link #badInput(List)} with a code more exact than {@link ErrorCode#BAD_VALUE}. */
  public static ContainerException badInput(ErrorCode code, Problem problem) {
    return new ContainerException(code, problem.message(), "", List.of(problem), null);
  }

  public ErrorCode code() {
    return code;
  }

  /** What to do about it; empty when the message says it. */
  public String hint() {
    return hint;
  }

  /** The single bad entries; empty unless the input was at fault. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }
}
