package io.cooperage.core.lifecycle;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Rules for what operators write about a CT. */
final class Texts {
  private static final int LONGEST_TEXT = 1024;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Texts() {}

  /** Refuses a description or labels that are too long, not one line, or have a bad key. */
  static void check(String description, Map<String, String> labels) {
    List<Problem> problems = new ArrayList<>();
    line("description", description, LONGEST_TEXT, problems);
    labels.forEach(
        (key, value) -> {
          if (!KEY.matcher(key).matches()) {
            problems.add(
                Problem.of("label", key, "must have a key of letters, digits, '.', '/', '_', '-'"));
          }
          line("label " + key, value, LONGEST_TEXT, problems);
        });
    refuse(problems);
  }

  /** Refuses a description that is too long or not one line. */
  static void requireDescription(String text) {
    requireLine("description", text, LONGEST_TEXT);
  }

  /** Refuses a text that is too long or not one line. */
  static void requireLine(String subject, String text, int longest) {
    List<Problem> problems = new ArrayList<>();
    line(subject, text, longest, problems);
    refuse(problems);
  }

  private static void line(String subject, String text, int longest, List<Problem> problems) {
    if (text.length() > longest) {
      problems.add(Problem.of(subject, "", "must have at most " + longest + " characters"));
    } else if (CONTROL.matcher(text).find()) {
      problems.add(Problem.of(subject, "", "must not have control characters"));
    }
  }

  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw ContainerException.badInput(problems);
    }
  }
}
