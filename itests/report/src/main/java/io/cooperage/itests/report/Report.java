package io.cooperage.itests.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The program behind the last lines of {@code ./cooperage verify}: {@code snapshot FILE} before the
 * tests, {@code close TREE FILE FAILURE...} after them, with what failed outside any test.
 */
final class Report {
  private Report() {}

  public static void main(String[] args) throws IOException {
    if (args.length == 2 && args[0].equals("snapshot")) {
      HostSnapshot.of(Path.of("/")).write(Path.of(args[1]));
    } else if (args.length >= 3 && args[0].equals("close")) {
      HostSnapshot before = HostSnapshot.read(Path.of(args[2]));
      TestResults results = new ReportReader().readBelow(Path.of(args[1]));
      for (String failure : List.of(args).subList(3, args.length)) {
        results = results.withFailure(failure);
      }
      System.exit(print(results, HostSnapshot.of(Path.of("/")), before, System.out));
    } else {
      System.err.println("usage: snapshot FILE | close TREE FILE FAILURE...");
      System.exit(2);
    }
  }

  /** Prints the report and answers the exit code: 0 if nothing failed. */
  static int print(TestResults results, HostSnapshot after, HostSnapshot before, PrintStream out) {
    TestResults all = results;
    for (String left : after.since(before)) {
      all = all.withFailure("left on the host: " + left);
    }
    all.skipped().forEach(test -> out.println("skipped  " + test));
    all.failed().forEach(test -> out.println("failed   " + test));
    out.println(all.counts());
    return all.failed().isEmpty() ? 0 : 1;
  }
}
