package io.cooperage.api.error;

import java.util.Objects;

/**
 * One bad entry of a request.
 *
 * @param subject what is wrong: usually a parameter's name
 * @param value the text as it was given, possibly empty
 * @param rule what it breaks, as a sentence part: "must be at least 16M"
 * @param remedy what to do instead, possibly empty
 */
public record Problem(String subject, String value, String rule, String remedy) {
  public Problem {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(remedy, "remedy");
  }

  /** A problem whose rule says all that is needed. */
  public static Problem of(String subject, String value, String rule) {
    return new Problem(subject, value, rule, "");
  }

  /** The problem on one line. */
  public String message() {
    String shown = value.isEmpty() ? subject : subject + " '" + value + "'";
    return remedy.isEmpty() ? shown + " " + rule : shown + " " + rule + "; " + remedy;
  }
}
