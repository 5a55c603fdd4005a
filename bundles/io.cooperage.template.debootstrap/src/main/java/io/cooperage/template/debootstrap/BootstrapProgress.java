package io.cooperage.template.debootstrap;

import io.cooperage.spi.node.ProgressSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns debootstrap's lines into progress, and remembers the last for a failure. Retrieving takes
 * the first third, extracting the base a tenth, unpacking and configuring, which take turns, the
 * rest. The number of packages is only known once they were retrieved; until then a usual one
 * stands for it.
 */
final class BootstrapProgress implements Consumer<String> {
  private static final Pattern STEP =
      Pattern.compile(
          "I: (Retrieving|Extracting|Unpacking|Configuring) ([a-z0-9][a-z0-9.+-]+)(?::[a-z0-9]+)?"
              + "(?: [^ ]+|\\.\\.\\.)");
  private static final int USUAL_PACKAGES = 140;
  private static final int REMEMBERED_LINES = 15;

  private enum Step {
    RETRIEVING,
    EXTRACTING,
    UNPACKING,
    CONFIGURING
  }

  private final ProgressSink sink;
  private final Deque<String> last = new ArrayDeque<>();
  private final Map<Step, Integer> done = new EnumMap<>(Step.class);
  private int percent = 1;

  BootstrapProgress(ProgressSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(String line) {
    if (!line.isBlank()) {
      last.addLast(line);
      if (last.size() > REMEMBERED_LINES) {
        last.removeFirst();
      }
    }
    Matcher matcher = STEP.matcher(line);
    if (matcher.matches()) {
      report(matcher.group(1), matcher.group(2));
    }
  }

  /** The last lines, only errors and warnings if there are any. */
  String lastLines() {
    List<String> errors =
        last.stream().filter(line -> line.startsWith("E: ") || line.startsWith("W: ")).toList();
    return String.join("\n", errors.isEmpty() ? last : errors);
  }

  private void report(String word, String subject) {
    Step step = Step.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    int count = done.merge(step, 1, Integer::sum);
    int retrieved = done.getOrDefault(Step.RETRIEVING, USUAL_PACKAGES);
    int reached =
        switch (step) {
          case RETRIEVING -> 5 + share(30, count, USUAL_PACKAGES);
          case EXTRACTING -> 35 + share(10, count, retrieved);
          case UNPACKING, CONFIGURING ->
              45
                  + share(
                      50,
                      done.getOrDefault(Step.UNPACKING, 0) + done.getOrDefault(Step.CONFIGURING, 0),
                      2 * retrieved);
        };
    percent = Math.max(percent, reached);
    String of = step == Step.UNPACKING || step == Step.CONFIGURING ? "/" + retrieved : "";
    sink.progress(percent, word + " package " + count + of + ": " + subject);
  }

  private static int share(int whole, int part, int of) {
    return Math.min(whole, whole * part / Math.max(1, of));
  }
}
