package io.cooperage.itests.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at processes of this host. */
public final class ProcFs {
  private ProcFs() {}

  /** Children of a process, by their parent pid; processes that end meanwhile are left out. */
  public static List<Long> children(long parent) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        stat(process)
            .filter(fields -> Long.parseLong(fields[1]) == parent)
            .ifPresent(fields -> found.add(Long.parseLong(process.getFileName().toString())));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  /** Fields of stat after the name: state, parent ... */
  private static Optional<String[]> stat(Path process) {
    try {
      String text = Files.readString(process.resolve("stat"));
      return Optional.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a process is there and no zombie. */
  public static boolean alive(long pid) {
    return stat(Path.of("/proc/" + pid)).filter(f -> !f[0].equals("Z")).isPresent();
  }

  public static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  /** Resident memory in bytes; 0 if the process is gone. */
  public static long residentBytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(l -> l.startsWith("VmRSS:"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
