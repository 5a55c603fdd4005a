package io.cooperage.testing.cgroup;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Real groups below {@code cooperage/test-PID} for the test of a controller; needs root. Closing
 * kills what is in them and removes them.
 */
public final class HostGroups implements AutoCloseable {
  private static final Map<Subsystem, String> NAMES =
      Map.of(
          Subsystem.CPU, "cpu",
          Subsystem.CPUACCT, "cpuacct",
          Subsystem.CPUSET, "cpuset",
          Subsystem.MEMORY, "memory",
          Subsystem.IO, "blkio",
          Subsystem.PIDS, "pids",
          Subsystem.DEVICES, "devices",
          Subsystem.FREEZER, "freezer");

  /** Part of every v2 group, without a controller. */
  private static final Set<Subsystem> COMMON =
      EnumSet.of(Subsystem.CPUACCT, Subsystem.FREEZER, Subsystem.CORE);

  private final Map<Subsystem, HostGroup> groups = new EnumMap<>(Subsystem.class);

  private HostGroups() {}

  /** Makes a group for each of the subsystems that this machine has. */
  public static HostGroups open(String name, Set<Subsystem> subsystems) {
    HostGroups groups = new HostGroups();
    String path = "cooperage/test-" + ProcessHandle.current().pid() + "/" + name;
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
        List<String> fields = Arrays.asList(line.split(" ", -1));
        groups.add(fields, path, subsystems);
      }
    } catch (IOException e) {
      groups.close();
      throw new UncheckedIOException(e);
    }
    return groups;
  }

  private void add(List<String> mount, String path, Set<Subsystem> subsystems) throws IOException {
    Path root = Path.of(mount.get(1));
    if (mount.get(2).equals("cgroup2")) {
      String offered = Files.readString(root.resolve("cgroup.controllers"));
      for (Subsystem s : subsystems) {
        if (groups.containsKey(s)) {
          continue;
        }
        String name = s == Subsystem.IO ? "io" : NAMES.get(s);
        if (Arrays.asList(offered.strip().split(" ", -1)).contains(name)) {
          handDown(root, path, name);
          groups.put(s, new HostGroup(2, root.resolve(path)));
        } else if (COMMON.contains(s)) {
          Files.createDirectories(root.resolve(path));
          groups.put(s, new HostGroup(2, root.resolve(path)));
        }
      }
    } else if (mount.get(2).equals("cgroup")) {
      for (Subsystem s : subsystems) {
        if (Arrays.asList(mount.get(3).split(",", -1)).contains(NAMES.get(s))) {
          Files.createDirectories(root.resolve(path));
          if (s == Subsystem.CPUSET) {
            inherit(root, path);
          }
          groups.putIfAbsent(s, new HostGroup(1, root.resolve(path)));
        }
      }
    }
  }

  /** A v1 cpuset takes no process before it has both. */
  private static void inherit(Path root, String path) throws IOException {
    Path group = root;
    for (Path level : Path.of(path)) {
      for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
        Path own = group.resolve(level).resolve(file);
        if (Files.readString(own).isBlank()) {
          Files.write(own, Files.readAllBytes(group.resolve(file)), StandardOpenOption.WRITE);
        }
      }
      group = group.resolve(level);
    }
    // As a node has it: what is made below begins with the same lists.
    Files.writeString(group.resolve("cgroup.clone_children"), "1", StandardOpenOption.WRITE);
  }

  private static void handDown(Path root, String path, String controller) throws IOException {
    Path group = root;
    for (Path level : Path.of(path)) {
      Path control = group.resolve("cgroup.subtree_control");
      Files.writeString(control, "+" + controller, StandardOpenOption.WRITE);
      group = group.resolve(level);
      Files.createDirectories(group);
    }
  }

  /** The group of a subsystem; empty if the machine lacks it. */
  public Optional<CgroupDirectory> directory(Subsystem subsystem) {
    return Optional.ofNullable(groups.get(subsystem));
  }

  /** The real groups, for a cell. */
  public Map<Subsystem, CgroupDirectory> directories() {
    return Map.copyOf(groups);
  }

  /** Moves a process into every group. */
  public void enter(GroupedProcess process) {
    folders().forEach(f -> process.enter(f.resolve("cgroup.procs")));
  }

  /** Kills what is in the groups and removes them; harmless twice. */
  @Override
  public void close() {
    Eventually.holds("groups are empty", Duration.ofSeconds(10), this::killed);
    for (Path folder : folders().toList()) {
      Eventually.holds(folder + " is removed", Duration.ofSeconds(5), () -> removed(folder));
      // Other tests of this JVM, or other JVMs, may still use these two.
      removed(folder.resolve(".."));
      removed(folder.resolve("../.."));
    }
  }

  private boolean killed() {
    boolean empty = true;
    for (Path folder : folders().toList()) {
      for (String pid : processes(folder)) {
        empty = false;
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    return empty;
  }

  private static List<String> processes(Path folder) {
    try {
      return Files.readAllLines(folder.resolve("cgroup.procs"));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean removed(Path folder) {
    try {
      Files.deleteIfExists(folder.normalize());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Stream<Path> folders() {
    return groups.values().stream().map(HostGroup::folder).distinct();
  }
}
