package io.cooperage.itests.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that cover a CT's /proc and /sys, for criu: mounts from outside, which it finds again
 * by their names. Copies stand for those that the node makes where a CT is restored.
 */
final class ViewTwin {
  private static final int TARGET = 4;

  private final Map<String, Path> copies;

  private ViewTwin(Map<String, Path> copies) {
    this.copies = copies;
  }

  /** Copies what a CT has. */
  static ViewTwin of(long init, Path folder) throws IOException {
    Map<String, Path> copies = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + init + "/mountinfo"))) {
      String target = line.split(" ", -1)[TARGET];
      Path seen = Path.of("/proc/" + init + "/root" + target);
      if ((target.startsWith("/proc/") || target.startsWith("/sys/"))
          && Files.isRegularFile(seen)
          && line.contains("/view/")) {
        Path copy = folder.resolve(name(target));
        Files.writeString(copy, Files.readString(seen));
        copies.put(target, copy);
      }
    }
    return new ViewTwin(copies);
  }

  private static String name(String target) {
    return "v" + target.replace('/', '-');
  }

  List<String> whenDumped() {
    List<String> arguments = new ArrayList<>();
    copies.keySet().forEach(t -> arguments.addAll(external("mnt[" + t + "]:" + name(t))));
    return arguments;
  }

  List<String> whenRestored() {
    List<String> arguments = new ArrayList<>();
    copies.forEach((t, copy) -> arguments.addAll(external("mnt[" + name(t) + "]:" + copy)));
    return arguments;
  }

  private static List<String> external(String value) {
    return List.of("--external", value);
  }
}
