package io.cooperage.rest.cli;

import io.cooperage.rest.http.Exchange;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What {@code ct} sends.
 *
 * @param argv the words after {@code ct}
 * @param cwd its working folder, absolute; empty for the root
 * @param tty whether its standard error is a terminal
 * @param columns width of the terminal; absent for 80
 * @param term TERM
 */
record CliRequest(List<String> argv, String cwd, boolean tty, Integer columns, String term) {
  private static final int WORDS = 10_000;

  CliRequest {
    if (argv == null || argv.stream().anyMatch(Objects::isNull) || argv.size() > WORDS) {
      throw Exchange.bad("argv", "", "must be a list of at most " + WORDS + " words");
    }
    argv = List.copyOf(argv);
    cwd = cwd == null || cwd.isEmpty() ? "/" : cwd;
    columns = columns == null ? 80 : columns;
    term = term == null ? "" : term;
  }

  Path directory() {
    try {
      Path path = Path.of(cwd);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Answered below, as a relative path is.
    }
    throw Exchange.bad("cwd", cwd, "must be an absolute path");
  }

  int width() {
    return Math.max(20, Math.min(1000, columns));
  }
}
