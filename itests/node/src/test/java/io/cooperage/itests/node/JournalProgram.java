package io.cooperage.itests.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The C program that watches a node's journals: from Java a step would long be over. */
final class JournalProgram {
  private final Path file;

  private JournalProgram(Path file) {
    this.file = file;
  }

  /** One entry of a journal. */
  record Entry(String action, String step) {
    @Override
    public String toString() {
      return action + " " + step;
    }
  }

  /** Compiles it. */
  static JournalProgram compiled() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "journal").toAbsolutePath());
    Path file = folder.resolve("journal");
    Path source = Path.of("src", "main", "c", "journal.c");
    Programs.output(
        "gcc",
        "-std=gnu11",
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-o",
        file.toString(),
        source.toString());
    return new JournalProgram(file);
  }

  /** What is journaled while an order is carried out on a container that may not be there yet. */
  Set<Entry> entries(TestNode node, Optional<String> container, Runnable order) {
    List<String> command = new ArrayList<>(List.of("list", Long.toString(node.daemonPid())));
    Set<Entry> entries = new LinkedHashSet<>();
    for (String line : run(node, command, container, order)) {
      String[] words = line.split(" ", -1);
      entries.add(new Entry(words[0], words[1]));
    }
    return entries;
  }

  /** Kills processes of the node at an entry; says whether it came. */
  boolean kill(
      TestNode node, Optional<String> container, Entry at, LongStream victims, Runnable order) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "kill",
                at.action(),
                at.step(),
                Long.toString(node.daemonPid()),
                victims.mapToObj(Long::toString).collect(Collectors.joining(","))));
    return run(node, command, container, order).contains("killed");
  }

  private List<String> run(
      TestNode node, List<String> arguments, Optional<String> container, Runnable order) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(arguments);
    command.add(node.run().resolve("job").toString());
    command.add(node.state().resolve("job").toString());
    container.ifPresent(id -> command.add(node.state().resolve("pool/ct/" + id).toString()));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        if (!"ready".equals(lines.readLine())) {
          throw new AssertionError("journals cannot be watched: " + command);
        }
        order.run();
        process.getOutputStream().close();
        return lines.lines().toList();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
