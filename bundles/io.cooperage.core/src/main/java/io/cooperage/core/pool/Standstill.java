package io.cooperage.core.pool;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets the processes of CTs stand still, in the freezer group that is above all that the CT sees. A
 * mark in the run folder, made before and removed after, tells the next daemon whose doing that is.
 * Every method may be called again.
 */
final class Standstill {
  private static final String VERSION_1 = "freezer.state";
  private static final String VERSION_2 = "cgroup.freeze";

  private final Leases leases;
  private final Path marks;

  Standstill(Leases leases, Path runFolder) {
    this.leases = leases;
    this.marks = runFolder.resolve("paused");
  }

  void begin(ContainerId id) {
    try {
      Files.createDirectories(marks);
      Files.writeString(mark(id), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    freeze(id);
  }

  /**
   * Freezes again what did not stand still at once: a process in the middle of a system call does
   * so after it, and version 1 looks again only when asked to.
   */
  void settle(ContainerId id) {
    if (!still(id)) {
      freeze(id);
    }
  }

  void end(ContainerId id) {
    CgroupDirectory group = group(id);
    if (group.version() == 1) {
      group.write(VERSION_1, "THAWED");
    } else {
      group.write(VERSION_2, "0");
    }
    forget(id);
  }

  /** Removes the mark of a CT that has no processes any more. */
  void forget(ContainerId id) {
    try {
      Files.deleteIfExists(mark(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CTs that a daemon of this boot let stand still. */
  List<ContainerId> marked() {
    if (!Files.isDirectory(marks)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(marks)) {
      return files
          .map(f -> identity(f.getFileName().toString()))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void freeze(ContainerId id) {
    CgroupDirectory group = group(id);
    if (group.version() == 1) {
      group.write(VERSION_1, "FROZEN");
    } else {
      group.write(VERSION_2, "1");
    }
  }

  private boolean still(ContainerId id) {
    CgroupDirectory group = group(id);
    return group.version() == 1
        ? group.readIfPresent(VERSION_1).orElse("").equals("FROZEN")
        : group.readIfPresent(VERSION_2).orElse("").equals("1");
  }

  private CgroupDirectory group(ContainerId id) {
    return leases.call(Family.CGROUP, "", c -> c.directory(id, Subsystem.FREEZER));
  }

  private Path mark(ContainerId id) {
    return marks.resolve(id.toString());
  }

  private static Optional<ContainerId> identity(String name) {
    try {
      return Optional.of(ContainerId.parse(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
