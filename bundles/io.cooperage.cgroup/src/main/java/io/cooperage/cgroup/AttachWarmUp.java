package io.cooperage.cgroup;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the wait out of the next process's way into a group. The first attach after a pause waits
 * for an RCU grace period (7 to 20 ms at HZ=250), for the kernel's lock of all attaches favours
 * forks until then; further ones find it ready. So this process "moves" to the group where it is
 * already, which changes nothing, on a thread of its own.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">favordynmods in
 *     cgroup-v2.rst</a>
 */
final class AttachWarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(AttachWarmUp.class);
  private static final Path OWN = Path.of("/proc/self/cgroup");
  private static final int FIELDS = 3;

  private final List<Hierarchy> hierarchies;
  private final Path own;
  private final AtomicBoolean busy = new AtomicBoolean();

  AttachWarmUp(List<Hierarchy> hierarchies) {
    this(hierarchies, OWN);
  }

  AttachWarmUp(List<Hierarchy> hierarchies, Path own) {
    this.hierarchies = List.copyOf(hierarchies);
    this.own = own;
  }

  /** Begins, unless it is at work already; returns at once. */
  void begin() {
    if (busy.compareAndSet(false, true)) {
      Thread thread = new Thread(this::work, "cooperage-attach");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void work() {
    try {
      attach();
    } finally {
      busy.set(false);
    }
  }

  /** Attaches this process to the group that it is in; a host that refuses goes without. */
  void attach() {
    try {
      Optional<Path> group = ownGroup();
      if (group.isPresent()) {
        try (OwnedFd processes =
            OpenCalls.open(group.get().resolve("cgroup.procs"), OpenFlag.WRITE_ONLY)) {
          byte[] pid =
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
          FileCalls.write(processes, ByteBuffer.wrap(pid), 0);
        }
      }
    } catch (LinuxException | IOException e) {
      LOG.debug("The next launch waits for the attach to its groups: {}", e.toString());
    }
  }

  /** The group of this process in the first hierarchy that is mounted where its path holds. */
  Optional<Path> ownGroup() throws IOException {
    List<String> lines = Files.readAllLines(own);
    return hierarchies.stream()
        .flatMap(h -> lines.stream().flatMap(line -> group(h, line).stream()))
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static Optional<Path> group(Hierarchy hierarchy, String line) {
    String[] fields = line.split(":", FIELDS);
    if (fields.length < FIELDS || !fields[2].startsWith("/")) {
      return Optional.empty();
    }
    String name = hierarchy.unified() ? "" : hierarchy.name();
    return fields[1].equals(name)
        ? Optional.of(hierarchy.group(fields[2].substring(1)))
        : Optional.empty();
  }
}
