package io.cooperage.isolation.namespaces.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of a mount table.
 *
 * @param target where it is mounted, as the CT sees it
 * @param options of the mount, as "ro"
 * @param type of the file system
 * @param details options of the file system itself
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">
 *     proc_pid_mountinfo(5)</a>
 */
record MountEntry(String target, List<String> options, String type, List<String> details) {
  private static final int TARGET = 4;
  private static final int OPTIONS = 5;
  private static final int AFTER_OPTIONAL = 3;

  /** None for a line of another form. */
  static Stream<MountEntry> parse(String line) {
    List<String> words = Arrays.asList(line.split(" ", -1));
    int dash = words.indexOf("-");
    if (dash <= OPTIONS || words.size() <= dash + AFTER_OPTIONAL) {
      return Stream.empty();
    }
    return Stream.of(
        new MountEntry(
            words.get(TARGET),
            List.of(words.get(OPTIONS).split(",", -1)),
            words.get(dash + 1),
            List.of(words.get(dash + AFTER_OPTIONAL).split(",", -1))));
  }

  boolean readOnly() {
    return options.contains("ro");
  }
}
