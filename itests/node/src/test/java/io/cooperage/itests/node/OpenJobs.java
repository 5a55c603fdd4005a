package io.cooperage.itests.node;

import java.time.Duration;
import java.util.stream.Stream;

/** Jobs that have not ended. */
final class OpenJobs {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private OpenJobs() {}

  /** Waits until every job has ended, well or not. */
  static void awaitNone(TestNode node) {
    Await.until(() -> "no job is open: " + node.ct("job", "list"), PATIENCE, () -> none(node));
  }

  private static boolean none(TestNode node) {
    CtResult jobs = node.ct("job", "list", "--json");
    return jobs.ok()
        && Stream.of("queued", "running", "waiting", "undoing")
            .noneMatch(state -> jobs.output().contains("\"" + state + "\""));
  }
}
