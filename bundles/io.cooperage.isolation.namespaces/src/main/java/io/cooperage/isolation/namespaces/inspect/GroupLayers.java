package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.bpf.DevicePrograms;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the CT's control groups keep from the node. */
final class GroupLayers {
  private static final String UNLIMITED = "max";

  /** v1 shows "no limit" as the largest number of pages, in bytes. */
  private static final long V1_UNLIMITED = 1L << 62;

  private static final int MEBIBYTE = 20;

  private final Cell cell;
  private final boolean unprivileged;

  GroupLayers(Cell cell, boolean unprivileged) {
    this.cell = cell;
    this.unprivileged = unprivileged;
  }

  List<IsolationLayer> layers() {
    return List.of(processes(), memory(), devices());
  }

  private IsolationLayer processes() {
    return limited(
        "processes",
        read(Subsystem.PIDS, "pids.max", "pids.max").map(max -> "at most " + max),
        "a fork bomb takes the node's process ids; set --numproc");
  }

  private IsolationLayer memory() {
    Optional<String> ram =
        read(Subsystem.MEMORY, "memory.limit_in_bytes", "memory.max").map(GroupLayers::mebibytes);
    return limited(
        "memory",
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

  /** Rules of v1, or a program on the unified hierarchy. */
  private IsolationLayer devices() {
    String name = "devices";
    Optional<Long> rules = rulesOfV1();
    if (rules.isPresent()) {
      return IsolationLayer.on(name, "none but " + rules.get() + " rules allow");
    }
    try {
      if (programs() > 0) {
        return IsolationLayer.on(name, "none but a device program allows");
      }
    } catch (LinuxException e) {
      String why = "the kernel does not tell: " + e.getMessage();
      return IsolationLayer.absent(name, IsolationGrade.WEAK, why, "nobody knows what is open");
    }
    return IsolationLayer.off(
        name,
        unprivileged ? IsolationGrade.GOOD : IsolationGrade.WEAK,
        "no rules",
        unprivileged
            ? "a node that comes into it works; it cannot make one itself"
            : "it can make and open every device of the host, its disks too");
  }

  /** How many there are; empty if everything is allowed. */
  private Optional<Long> rulesOfV1() {
    return Optional.of(Subsystem.DEVICES)
        .filter(cell::has)
        .map(cell::cgroup)
        .filter(group -> group.version() == 1)
        .flatMap(group -> group.readIfPresent("devices.list"))
        .filter(list -> list.lines().noneMatch(line -> line.startsWith("a")))
        .map(list -> list.lines().count());
  }

  private int programs() {
    Optional<Path> folder =
        Optional.of(Subsystem.CORE)
            .filter(cell::has)
            .map(cell::cgroup)
            .flatMap(CgroupDirectory::location);
    if (folder.isEmpty()) {
      return 0;
    }
    try (OwnedFd group = OpenCalls.open(folder.get(), OpenFlag.READ_ONLY, OpenFlag.DIRECTORY)) {
      List<OwnedFd> attached = DevicePrograms.attached(group);
      attached.forEach(OwnedFd::close);
      return attached.size();
    }
  }
}
