package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Cgroups like those of a running CT in another place, with the same owners, so that it can be
 * restored into them. Also those without a process are made, which criu would leave out: systemd
 * watches their files.
 */
final class CgroupTwin implements AutoCloseable {
  private static final List<String> CPUSET = List.of("cpuset.cpus", "cpuset.mems");

  private final Map<String, Path> hierarchies = hierarchies();
  private final Map<String, String> roots = new LinkedHashMap<>();
  private final List<Path> made = new ArrayList<>();

  /**
   * Copies the groups.
   *
   * @param pid the CT's init
   * @param from the CT's group, below every hierarchy
   * @param to where the copy goes; its parent exists
   */
  public CgroupTwin(long pid, String from, String to) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
        String[] fields = line.split(":", 3);
        String controller = fields[1].split(",", 2)[0];
        if (fields[2].startsWith(from)) {
          String root = fields[1].isEmpty() ? unifiedRoot(pid) : fields[2];
          roots.put(controller, to + root.substring(from.length()));
          copy(hierarchies.get(controller), from, to);
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
    }
  }

  /** What criu's restore is told: the root of the cgroup namespace in each hierarchy. */
  public List<String> arguments() {
    List<String> all = new ArrayList<>();
    roots.forEach(
        (controller, root) -> all.addAll(List.of("--cgroup-root", controller + ":" + root)));
    return all;
  }

  /** The new place of the cgroup namespace's root, by the controller's name; "" is cgroup v2. */
  public Map<String, String> roots() {
    return roots;
  }

  private static Map<String, Path> hierarchies() {
    Map<String, Path> found = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
        String[] fields = line.split(" ", -1);
        if (fields[2].equals("cgroup2")) {
          found.put("", Path.of(fields[1]));
        } else if (fields[2].equals("cgroup")) {
          for (String option : fields[3].split(",", -1)) {
            found.put(option, Path.of(fields[1]));
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unifiedRoot(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/mountinfo")).stream()
        .filter(line -> line.contains(" - cgroup2 "))
        .map(line -> line.split(" ", 5)[3])
        .findFirst()
        .orElseThrow(() -> new IOException("no cgroup2 in the CT"));
  }

  private void copy(Path hierarchy, String from, String to) throws IOException {
    Path source = hierarchy.resolve(from.substring(1));
    Path target = hierarchy.resolve(to.substring(1));
    adopt(source.getParent(), target.getParent());
    try (Stream<Path> tree = Files.walk(source)) {
      for (Path folder : tree.filter(Files::isDirectory).toList()) {
        adopt(folder, target.resolve(source.relativize(folder)));
      }
    }
  }

  private void adopt(Path source, Path group) throws IOException {
    if (!Files.exists(group)) {
      Files.createDirectory(group);
      made.add(group);
    }
    for (String file : CPUSET) {
      if (Files.exists(source.resolve(file))) {
        Files.writeString(group.resolve(file), Files.readString(source.resolve(file)));
      }
    }
    enableControllers(source, group);
    copyOwner(source, group);
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copyOwner(file, group.resolve(file.getFileName()));
      }
    }
  }

  private static void enableControllers(Path source, Path group) throws IOException {
    Path file = source.resolve("cgroup.subtree_control");
    String names = Files.exists(file) ? Files.readString(file).strip() : "";
    if (!names.isEmpty()) {
      Files.writeString(group.resolve("cgroup.subtree_control"), "+" + names.replace(" ", " +"));
    }
  }

  private static void copyOwner(Path source, Path target) throws IOException {
    for (String id : List.of("unix:uid", "unix:gid")) {
      Object owner = Files.getAttribute(source, id);
      if (!owner.equals(0)) {
        Files.setAttribute(target, id, owner);
      }
    }
  }

  /** Removes the groups; what ran in them must be dead already. */
  @Override
  public void close() {
    made.stream()
        .flatMap(CgroupTwin::withChildren)
        .distinct()
        .sorted(Comparator.comparing(Path::getNameCount).reversed())
        .forEach(CgroupTwin::remove);
  }

  private static Stream<Path> withChildren(Path group) {
    if (!Files.exists(group)) {
      return Stream.empty();
    }
    try (Stream<Path> tree = Files.walk(group)) {
      return tree.filter(Files::isDirectory).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path group) {
    Await.until(
        "the cgroup " + group + " is empty and goes",
        Duration.ofSeconds(20),
        () -> {
          try {
            return Files.deleteIfExists(group) || !Files.exists(group);
          } catch (IOException e) {
            return false;
          }
        });
  }
}
