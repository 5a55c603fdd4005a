package io.cooperage.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A resident shell that runs the peers' commands, in a mount namespace without the unified cgroup
 * hierarchy: crun 1.8 refuses hybrid hosts otherwise. A fork of a small shell is cheaper than one
 * of a JVM, so peers lose nothing by it.
 */
final class PeerShell implements AutoCloseable {
  private static final String MARK = "@@done";

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  PeerShell() {
    try {
      process = new ProcessBuilder("unshare", "--mount", "sh").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a shell", e);
    }
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    run("umount /sys/fs/cgroup/unified 2>/dev/null || true");
  }

  /**
   * Runs one command line.
   *
   * @throws IllegalStateException with its output if it fails
   */
  void run(String command) {
    output(command);
  }

  /** As {@link #run}, with what was printed. */
  String output(String command) {
    StringBuilder output = new StringBuilder();
    int code = execute(command, output);
    if (code != 0) {
      throw new IllegalStateException(command + " -> " + code + "\n" + output);
    }
    return output.toString();
  }

  /** Whether a command line succeeds. */
  boolean succeeds(String command) {
    return execute(command, new StringBuilder()) == 0;
  }

  /**
   * Starts a program in this shell's namespace; its output is to be read, its errors are printed.
   */
  Process start(String... command) {
    List<String> words =
        new ArrayList<>(List.of("nsenter", "--mount=/proc/" + process.pid() + "/ns/mnt", "--"));
    words.addAll(List.of(command));
    try {
      return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + words, e);
    }
  }

  private int execute(String command, StringBuilder output) {
    try {
      commands.write(command + "\necho " + MARK + " $?\n");
      commands.flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(MARK)) {
          return Integer.parseInt(line.substring(MARK.length() + 1));
        }
        output.append(line).append('\n');
      }
      throw new IllegalStateException("the shell ended in: " + command + "\n" + output);
    } catch (IOException e) {
      throw new UncheckedIOException(command, e);
    }
  }

  /** Ends the shell with what it runs; its mounts and the devices that only it holds go with it. */
  @Override
  public void close() {
    // The shell first, or it would go on with its next command.
    List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
    process.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly);
    // One in the middle of an I/O ends after it, and keeps its mounts and devices until then.
    all.forEach(p -> p.onExit().join());
  }
}
