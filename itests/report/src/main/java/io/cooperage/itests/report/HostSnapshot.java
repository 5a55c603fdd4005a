package io.cooperage.itests.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * What tests of ours could leave in the kernel, one line a thing, as "mount /tmp/x". Names alone do
 * not show whose a thing is, so two snapshots are compared: before and after.
 *
 * @param things sorted lines
 */
record HostSnapshot(TreeSet<String> things) {
  /** Looks at the host whose file system begins at {@code root}. */
  static HostSnapshot of(Path root) throws IOException {
    Path blocks = root.resolve("sys/block");
    TreeSet<String> things = new TreeSet<>();
    for (String hierarchy : names(root.resolve("sys/fs/cgroup"))) {
      addCgroups(things, root.resolve("sys/fs/cgroup").resolve(hierarchy));
    }
    for (String line : Files.readAllLines(root.resolve("proc/self/mountinfo"))) {
      things.add("mount " + line.split(" ", -1)[4]);
    }
    for (String name : names(blocks)) {
      if (Files.exists(blocks.resolve(name + "/loop/backing_file"))) {
        things.add("loop " + name);
      } else if (name.startsWith("zram")
          && !firstLine(blocks.resolve(name + "/disksize")).equals("0")) {
        things.add("zram " + name);
      }
    }
    names(root.resolve("sys/class/net")).forEach(name -> things.add("interface " + name));
    names(root.resolve("run/netns")).forEach(name -> things.add("netns " + name));
    for (String pid : names(root.resolve("proc"))) {
      if (pid.matches("\\d+") && isOurs(root.resolve("proc").resolve(pid))) {
        things.add(
            "process " + pid + " (" + firstLine(root.resolve("proc/" + pid + "/comm")) + ")");
      }
    }
    return new HostSnapshot(things);
  }

  static HostSnapshot read(Path file) throws IOException {
    return new HostSnapshot(new TreeSet<>(Files.readAllLines(file)));
  }

  void write(Path file) throws IOException {
    Files.write(file, things);
  }

  /** What is here and was not there before. */
  List<String> since(HostSnapshot before) {
    return things.stream().filter(thing -> !before.things.contains(thing)).toList();
  }

  /** Every group that has ours above it, whichever group of the host ours hang below. */
  private static void addCgroups(TreeSet<String> things, Path group) {
    for (String child : names(group)) {
      Path path = group.resolve(child);
      if (Files.isDirectory(path)) {
        if (path.toString().contains("/cooperage/")) {
          things.add("cgroup " + path);
        }
        addCgroups(things, path);
      }
    }
  }

  private static boolean isOurs(Path process) {
    return firstLine(process.resolve("comm")).startsWith("coop")
        || firstLine(process.resolve("cmdline")).contains("-Dcooperage.run=")
        || firstLine(process.resolve("cgroup")).contains("/cooperage/");
  }

  /** Empty for a folder that is not there, or no longer. */
  private static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  /** Empty for a file that is not there, or no longer. */
  private static String firstLine(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
