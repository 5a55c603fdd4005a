package io.cooperage.bench;

import io.cooperage.itests.node.CtResult;
import java.time.Duration;
import java.util.List;

/** Processes: more are refused, and none is ended. */
final class CountLimits implements LimitFamily {
  private static final int PROCESSES = 50;
  private static final int LOOKS = 100;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final String FORK =
      "i=0; while [ $i -lt 120 ]; do sleep 20 >/dev/null 2>&1 & i=$((i+1)); done";

  @Override
  public List<String> needs() {
    return List.of("numproc");
  }

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public void measure(Guest limited, Guest free, LimitTable table) {
    limited.set("--numproc", Integer.toString(PROCESSES));
    limited.load(FORK + "; sleep 20");
    free.load(FORK + "; sleep 20");
    io.cooperage.itests.node.Await.until(
        "the unlimited CT has its processes", Duration.ofSeconds(20), () -> free.tasks() > 120);
    awaitAll(limited);
    long got = limited.tasks();
    table.told(
        "numproc",
        "at most " + PROCESSES,
        Long.toString(got),
        free.tasks() + " beside it",
        got == PROCESSES);
    limited.unset("numproc");
    CtResult again = limited.run("true");
    limited.quiet();
    free.quiet();
    table.told(
        "numproc, taken off", "forks work", again.ok() ? "work" : "refused", "-", again.ok());
  }

  /** Its shell is slower: after each fork that is refused it waits. */
  private static void awaitAll(Guest limited) {
    for (int i = 0; i < LOOKS && limited.tasks() < PROCESSES; i++) {
      Window.pause(BETWEEN_LOOKS);
    }
  }
}
