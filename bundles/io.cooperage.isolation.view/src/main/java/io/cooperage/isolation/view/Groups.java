package io.cooperage.isolation.view;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A CT's control groups. Each question to a cell is a call of another bundle, so that the answers
 * are kept for a while; whoever gives them may be replaced. Safe for any thread.
 */
final class Groups {
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Cell cell;
  private final Map<Subsystem, Optional<CgroupDirectory>> kept = new EnumMap<>(Subsystem.class);
  private long since = System.nanoTime();

  Groups(Cell cell) {
    this.cell = cell;
  }

  /** That of a subsystem; empty if the host lacks it. */
  synchronized Optional<CgroupDirectory> of(Subsystem subsystem) {
    long now = System.nanoTime();
    if (now - since > FRESH.toNanos()) {
      kept.clear();
      since = now;
    }
    return kept.computeIfAbsent(
        subsystem, s -> cell.has(s) ? Optional.of(cell.cgroup(s)) : Optional.empty());
  }
}
