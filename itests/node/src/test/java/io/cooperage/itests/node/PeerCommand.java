package io.cooperage.itests.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Commands of other runtimes, each in a mount namespace without the unified cgroup hierarchy beside
 * v1's: crun 1.8 refuses such hosts otherwise.
 */
final class PeerCommand {
  private static final String UNIFIED = "umount /sys/fs/cgroup/unified 2>/dev/null; exec \"$@\"";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private PeerCommand() {}

  static CtResult run(List<String> command) {
    return Programs.run(wrapped(UNIFIED, command), Map.of(), new byte[0], PATIENCE);
  }

  /** Starts what goes on in the background, so that its output must not be this command's. */
  static void begin(List<String> command) {
    Programs.run(
            wrapped(UNIFIED + " </dev/null >/dev/null 2>&1", command),
            Map.of(),
            new byte[0],
            PATIENCE)
        .orFail();
  }

  static ProcessBuilder builder(List<String> command) {
    return new ProcessBuilder(wrapped(UNIFIED, command))
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static List<String> wrapped(String script, List<String> command) {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", script, "sh"));
    words.addAll(command);
    return words;
  }
}
