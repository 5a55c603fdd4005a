package io.cooperage.core.pool;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.spi.cgroup.Subsystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was written and is in memory alone: the kernel still wants space for it, whatever its writer
 * does meanwhile. {@code Documentation/admin-guide/cgroup-v2.rst}, memory.stat.
 */
final class Unwritten {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Set<String> OF_HOST = Set.of("Dirty:", "Writeback:");
  private static final Set<String> OF_GROUP =
      Set.of("file_dirty", "file_writeback", "total_dirty", "total_writeback");
  private static final long KIB = 1024;

  private final Leases leases;

  Unwritten(Leases leases) {
    this.leases = leases;
  }

  /** Bytes of the whole host; more than those of all CTs. */
  long ofHost() {
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return sum(lines, OF_HOST) * KIB;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Bytes of a CT; 0 if its group cannot tell. */
  long of(ContainerId id) {
    try {
      return leases
          .call(
              Family.CGROUP,
              "",
              c -> c.directory(id, Subsystem.MEMORY).readIfPresent("memory.stat"))
          .map(text -> sum(text.lines(), OF_GROUP))
          .orElse(0L);
    } catch (ContainerException e) {
      return 0;
    }
  }

  private static long sum(Stream<String> lines, Set<String> names) {
    return lines
        .map(line -> line.split("\\s+"))
        .filter(words -> words.length > 1 && names.contains(words[0]))
        .mapToLong(words -> Long.parseLong(words[1]))
        .sum();
  }
}
