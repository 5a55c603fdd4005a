package io.cooperage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The control groups of a CT, found by its init, read past all of our own code. */
final class Groups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String NAMESPACE_ROOT = "/ns";

  private final List<String> lines;

  private Groups(List<String> lines) {
    this.lines = lines;
  }

  static Groups of(long pid) {
    try {
      return new Groups(Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The folders of all groups that a process is in, the one of the unified hierarchy among them.
   */
  List<Path> folders() {
    return lines.stream()
        .map(line -> line.split(":", 3))
        .map(fields -> Path.of(hierarchy(fields[1]) + fields[2]))
        .filter(Files::isDirectory)
        .toList();
  }

  /** The top of the hierarchy that a group's folder lies in. */
  static Path hierarchyOf(Path folder) {
    return folder.startsWith(unified())
        ? unified()
        : ROOT.resolve(ROOT.relativize(folder).getName(0));
  }

  private static Path hierarchy(String controllers) {
    return controllers.isEmpty() ? unified() : ROOT.resolve(controllers.replace("name=", ""));
  }

  private static Path unified() {
    return Files.exists(ROOT.resolve("cgroup.controllers")) ? ROOT : ROOT.resolve("unified");
  }

  /** A file of a v1 hierarchy; empty if the controller has none here. */
  Optional<String> version1(String controller, String file) {
    return lines.stream()
        .map(line -> line.split(":", 3))
        .filter(fields -> List.of(fields[1].split(",")).contains(controller))
        .map(fields -> ROOT.resolve(controller + own(fields[2])).resolve(file))
        .map(Groups::text)
        .findFirst();
  }

  /** A file of the unified hierarchy; empty if there is none. */
  Optional<String> version2(String file) {
    return lines.stream()
        .filter(line -> line.startsWith("0::"))
        .map(line -> Path.of(unified() + own(line.substring(3)), file))
        .filter(Files::exists)
        .map(Groups::text)
        .findFirst();
  }

  long version2Count(String file, String word) {
    return version2(file).map(text -> count(text, word)).orElse(0L);
  }

  /** The number behind a word at the start of a line; 0 if it is not there. */
  static long count(String text, String word) {
    return text.lines()
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2 && words[0].equals(word))
        .mapToLong(words -> Long.parseLong(words[1].strip()))
        .findFirst()
        .orElse(0);
  }

  /** The group with the limits, above the root of the CT's own cgroup namespace. */
  private static String own(String path) {
    int end = path.indexOf(NAMESPACE_ROOT);
    return end < 0 ? path : path.substring(0, end);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
