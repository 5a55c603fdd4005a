package io.cooperage.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** CPU time of a process by its threads' names, for finding out who needs it. */
final class DaemonThreads {
  private static final int SHOWN = 5;

  private DaemonThreads() {}

  /** User and system time in ticks; threads of one name and another number are summed up. */
  static Map<String, Long> ticks(long pid) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    Path tasks = Path.of("/proc/" + pid + "/task");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
      for (Path task : all) {
        String stat = stat(task);
        if (!stat.isEmpty()) {
          found.merge(name(stat), time(stat), Long::sum);
        }
      }
    }
    return found;
  }

  /** Empty for a thread that has ended meanwhile: its time is nobody's now. */
  private static String stat(Path task) throws IOException {
    try {
      return Files.readString(task.resolve("stat"));
    } catch (NoSuchFileException ended) {
      return "";
    }
  }

  static String name(String stat) {
    return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).replaceAll("[0-9-]+$", "");
  }

  private static long time(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  static String busiest(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue() - before.getOrDefault(e.getKey(), 0L)))
        .filter(e -> e.getValue() > 0)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
