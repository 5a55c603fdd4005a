package io.cooperage.cgroup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.process.PidFd;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.linux.process.Signal;
import io.cooperage.spi.cgroup.Subsystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ends every process in a CT's groups. {@code cgroup.kill} (since 5.14) takes a whole subtree at
 * once, fork bombs too. Without it the groups are frozen, so that nothing forks while every process
 * gets its SIGKILL.
 */
final class GroupKiller {
  private static final int MOST_NAMED = 5;
  private static final Duration FREEZE_LIMIT = Duration.ofMillis(200);

  private final List<ContainerGroups> hierarchies;
  private final Duration limit;

  /** Pauses for what was killed to end by itself, some 0.1 s in all. */
  private static final int ROUNDS_TO_EXIT = 12;

  private final boolean wholeSubtree;

  /**
   * Takes the hierarchies to empty.
   *
   * @param wholeSubtree whether {@code cgroup.kill} may be used where the kernel has it
   */
  GroupKiller(List<ContainerGroups> hierarchies, Duration limit, boolean wholeSubtree) {
    this.hierarchies = List.copyOf(hierarchies);
    this.limit = limit;
    this.wholeSubtree = wholeSubtree;
  }

  /** Every pid in the CT's groups, in all hierarchies. */
  Set<Integer> processes(String name) {
    Set<Integer> found = new TreeSet<>();
    hierarchies.forEach(h -> GroupWalk.collectProcesses(h.limitGroup(name), found));
    return found;
  }

  /**
   * Kills and waits.
   *
   * @throws ContainerException CANNOT_STOP naming the processes that would not end in time
   */
  void kill(String name) {
    Backoff backoff = new Backoff(limit);
    boolean gone = wholeSubtree && killSubtree(name);
    Set<Integer> left = processes(name);
    while (!left.isEmpty()) {
      // What cgroup.kill has killed is on its way out; to freeze it would only hold it up.
      if (!gone || backoff.rounds() > ROUNDS_TO_EXIT) {
        signalAll(name);
      }
      if (!backoff.pause()) {
        throw stuck(name, left);
      }
      left = processes(name);
    }
  }

  private boolean killSubtree(String name) {
    boolean used = false;
    for (ContainerGroups h : hierarchies) {
      if (h.hierarchy().unified() && h.limits(name).has("cgroup.kill")) {
        writeIfThere(h.limits(name), "cgroup.kill", "1");
        // v1's freezer holds a killed process back until it is thawed.
        freeze(name, false);
        used = true;
      }
    }
    return used;
  }

  private void signalAll(String name) {
    freeze(name, true);
    awaitFrozen(name);
    processes(name).forEach(pid -> signal(name, pid));
    freeze(name, false);
  }

  private void freeze(String name, boolean frozen) {
    for (ContainerGroups h : hierarchies) {
      if (h.hierarchy().unified()) {
        writeIfThere(h.limits(name), "cgroup.freeze", frozen ? "1" : "0");
      } else if (h.hierarchy().subsystems().contains(Subsystem.FREEZER)) {
        writeIfThere(h.limits(name), "freezer.state", frozen ? "FROZEN" : "THAWED");
      }
    }
  }

  /**
   * A fork bomb outruns the kill unless it stands still; what does not freeze in time is killed so.
   */
  private void awaitFrozen(String name) {
    Backoff backoff = new Backoff(FREEZE_LIMIT);
    boolean more = true;
    while (more && hierarchies.stream().anyMatch(h -> freezing(h, name))) {
      more = backoff.pause();
    }
  }

  private static boolean freezing(ContainerGroups h, String name) {
    if (h.hierarchy().unified()) {
      return h.limits(name).readIfPresent("cgroup.events").orElse("").contains("frozen 0");
    }
    return h.limits(name).readIfPresent("freezer.state").orElse("").equals("FREEZING");
  }

  private static void writeIfThere(GroupFiles group, String file, String value) {
    if (!group.has(file)) {
      return;
    }
    try {
      group.write(file, value);
    } catch (ContainerException e) {
      // The group may go between the look and the write; then there is nothing left to do in it.
      if (group.has(file)) {
        throw e;
      }
    }
  }

  /** The pid may be another process's by now: the open process must still be in the CT's groups. */
  private void signal(String name, int pid) {
    Optional<PidFd> found = PidFd.find(pid);
    if (found.isPresent()) {
      try (PidFd process = found.get()) {
        if (groupsOf(pid).contains("/" + name)) {
          process.signal(Signal.KILL);
        }
      }
    }
  }

  private static String groupsOf(int pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cgroup"));
    } catch (IOException e) {
      return "";
    }
  }

  private static ContainerException stuck(String name, Set<Integer> left) {
    String named =
        left.stream()
            .limit(MOST_NAMED)
            .map(
                pid ->
                    pid + ProcessStat.find(pid).map(s -> " (state " + s.state() + ")").orElse(""))
            .collect(Collectors.joining(", "));
    return new ContainerException(
        ErrorCode.CANNOT_STOP,
        "CT " + name + ": " + left.size() + " processes do not end on SIGKILL: " + named,
        "a process in state D waits for a device; look at dmesg and /proc/PID/stack");
  }
}
