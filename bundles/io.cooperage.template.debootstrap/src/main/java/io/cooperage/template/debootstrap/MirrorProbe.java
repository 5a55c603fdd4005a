package io.cooperage.template.debootstrap;

import io.cooperage.spi.node.ProgressSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks mirrors for suites, by the program that debootstrap uses, so that both see the same. */
final class MirrorProbe {
  private static final Duration SILENCE = Duration.ofSeconds(40);
  private static final int MOST_LINES = 20_000;

  private final Map<String, String> environment;
  private final ProgressSink progress;

  MirrorProbe(Map<String, String> environment, ProgressSink progress) {
    this.environment = environment;
    this.progress = progress;
  }

  /** The suite's release file; empty if the mirror does not answer or has no such suite. */
  Optional<ReleaseFile> release(String uri, String suite) {
    String path = uri + "/dists/" + suite + "/InRelease";
    List<String> argv =
        path.startsWith("file:")
            ? List.of("cat", path.substring("file:".length()))
            : List.of(
                "wget", "-q", "-O", "-", "--timeout=10", "--tries=2", "--max-redirect=5", path);
    List<String> lines = new ArrayList<>();
    int exit =
        new HostCommand(argv, environment, SILENCE)
            .run(
                progress,
                line -> {
                  if (lines.size() < MOST_LINES) {
                    lines.add(line);
                  }
                });
    ReleaseFile release = new ReleaseFile(lines);
    return exit == 0 && release.isDebian(suite) ? Optional.of(release) : Optional.empty();
  }
}
