package io.cooperage.cgroup;

import io.cooperage.spi.cgroup.Subsystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads {@code /proc/self/mountinfo} for the hierarchies that this process can reach.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">mountinfo(5)</a>
 */
final class MountedHierarchies {
  private static final int MOUNT_POINT = 4;

  private final Function<Path, String> controllers;

  /**
   * Takes what tells a unified mount's controllers.
   *
   * @param controllers reads {@code cgroup.controllers} of a mount
   */
  MountedHierarchies(Function<Path, String> controllers) {
    this.controllers = controllers;
  }

  /**
   * Each hierarchy once, at its first mount, v1 before v2; those without a use here are left out.
   */
  List<Hierarchy> parse(String mountinfo) {
    List<Hierarchy> v1 = new ArrayList<>();
    List<Hierarchy> v2 = new ArrayList<>();
    Set<Set<Subsystem>> seen = new HashSet<>();
    for (String line : mountinfo.split("\n", -1)) {
      String[] halves = line.split(" - ", 2);
      String[] left = halves[0].split(" ", -1);
      if (halves.length < 2 || left.length <= MOUNT_POINT) {
        continue;
      }
      Path mount = Path.of(unescape(left[MOUNT_POINT]));
      String[] right = halves[1].split(" ", -1);
      if (right[0].equals("cgroup2") && v2.isEmpty()) {
        v2.add(unified(mount));
      } else if (right[0].equals("cgroup") && right.length > 2) {
        List<String> options = Arrays.asList(right[2].split(",", -1));
        Set<Subsystem> subsystems = SubsystemNames.ofVersion1(options);
        if (!subsystems.isEmpty() && seen.add(subsystems)) {
          v1.add(new Hierarchy(1, nameOf(options), mount, subsystems));
        }
      }
    }
    v1.addAll(v2);
    return List.copyOf(v1);
  }

  private Hierarchy unified(Path mount) {
    List<String> names = Arrays.asList(controllers.apply(mount).split("\\s+", -1));
    return new Hierarchy(2, "unified", mount, SubsystemNames.ofVersion2(names));
  }

  private static String nameOf(List<String> options) {
    return String.join(
        ",",
        options.stream().filter(o -> !SubsystemNames.ofVersion1(List.of(o)).isEmpty()).toList());
  }

  /** Spaces, tabs, line breaks and backslashes are written as three octal digits. */
  private static String unescape(String field) {
    StringBuilder plain = new StringBuilder();
    int at = 0;
    while (at < field.length()) {
      if (field.charAt(at) == '\\' && at + 3 < field.length()) {
        plain.append((char) Integer.parseInt(field.substring(at + 1, at + 4), 8));
        at += 4;
      } else {
        plain.append(field.charAt(at));
        at++;
      }
    }
    return plain.toString();
  }
}
