package io.cooperage.storage.ploop.check;

import java.util.List;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param clusters of the disk
 * @param allocated those that are stored in the image
 * @param findings one of a kind, in the order of {@link Finding.Kind}; empty for a clean image
 */
public record CheckReport(long clusters, long allocated, List<Finding> findings) {
  public CheckReport {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is wrong. */
  public boolean clean() {
    return findings.isEmpty();
  }

  /** Whether a repair would mend all that was found. */
  public boolean repairable() {
    return findings.stream().allMatch(Finding::repairable);
  }

  /** The finding of a kind. */
  public Optional<Finding> find(Finding.Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).findFirst();
  }
}
