package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import java.util.List;
import java.util.Optional;

/** What the CT's control groups keep from the node. */
final class GroupLayers {
  private static final String PROCESSES = "processes";
  private static final String MEMORY = "memory";

  /** Told of by the bundle that enforces it. */
  private static final String DEVICES = "devices";

  static final List<String> NAMES = List.of(PROCESSES, MEMORY, DEVICES);

  private static final String UNLIMITED = "max";

  /** v1 shows "no limit" as the largest number of pages, in bytes. */
  private static final long V1_UNLIMITED = 1L << 62;

  private static final int MEBIBYTE = 20;

  private final Cell cell;

  GroupLayers(Cell cell) {
    this.cell = cell;
  }

  List<IsolationLayer> layers() {
    return List.of(processes(), memory());
  }

  private IsolationLayer processes() {
    return limited(
        PROCESSES,
        read(Subsystem.PIDS, "pids.max", "pids.max").map(max -> "at most " + max),
        "a fork bomb takes the node's process ids; set --numproc");
  }

  private IsolationLayer memory() {
    Optional<String> ram =
        read(Subsystem.MEMORY, "memory.limit_in_bytes", "memory.max").map(GroupLayers::mebibytes);
    return limited(
        MEMORY,
        ram.map(r -> "at most " + r + " of RAM; the kernel's own memory for it counts"),
        "it can take the node's RAM, also as buffers of the kernel; set --physpages");
  }

  private static IsolationLayer limited(String name, Optional<String> found, String cost) {
    return found
        .map(f -> IsolationLayer.on(name, f))
        .orElseGet(() -> IsolationLayer.off(name, IsolationGrade.WEAK, "no limit", cost));
  }

  /** A limit; empty if there is none, or no such controller. */
  private Optional<String> read(Subsystem subsystem, String v1, String v2) {
    if (!cell.has(subsystem)) {
      return Optional.empty();
    }
    CgroupDirectory group = cell.cgroup(subsystem);
    return group
        .readIfPresent(group.version() == 1 ? v1 : v2)
        .filter(text -> !text.equals(UNLIMITED))
        .filter(text -> Long.parseLong(text) < V1_UNLIMITED);
  }

  private static String mebibytes(String bytes) {
    return (Long.parseLong(bytes) >> MEBIBYTE) + " MiB";
  }
}
