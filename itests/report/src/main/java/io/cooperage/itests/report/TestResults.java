package io.cooperage.itests.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What the tests of a build came to.
 *
 * @param passed number of tests that passed
 * @param failed names of those that failed or broke
 * @param skipped those that did not run, each with its reason
 */
record TestResults(int passed, List<String> failed, List<String> skipped) {
  static final TestResults NONE = new TestResults(0, List.of(), List.of());

  TestResults {
    failed = List.copyOf(failed);
    skipped = List.copyOf(skipped);
  }

  TestResults plus(TestResults other) {
    return new TestResults(
        passed + other.passed, join(failed, other.failed), join(skipped, other.skipped));
  }

  TestResults withFailure(String name) {
    return plus(new TestResults(0, List.of(name), List.of()));
  }

  /** The closing line. */
  String counts() {
    return "%d passed, %d failed, %d skipped".formatted(passed, failed.size(), skipped.size());
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
