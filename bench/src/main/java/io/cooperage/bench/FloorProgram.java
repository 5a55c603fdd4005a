package io.cooperage.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The resident C program of the floor: a line for each command, a line for each answer. It undoes
 * everything when its input ends. Single-threaded.
 */
final class FloorProgram implements AutoCloseable {
  private static final List<String> SOURCES =
      List.of("floor.h", "floor.c", "step.c", "group.c", "net.c", "disk.c", "guest.c", "life.c");
  private static final int PATIENCE_SECONDS = 60;
  private static final String DONE = "ok";

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private FloorProgram(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Compiles the program with the installed gcc.
   *
   * @param folder exists; the sources and the program are put there
   * @throws IllegalStateException with what the compiler says
   */
  static Path compile(Path folder) {
    return CProgram.compile(folder, "floor", SOURCES, List.of());
  }

  /**
   * Starts it.
   *
   * @param pool a folder of a file system that can share blocks
   * @param blank the folder of a disk to share blocks with: root.hds, DiskDescriptor.xml
   * @param template an erofs image or a folder with a busybox tree
   * @throws IllegalStateException naming the step that failed
   */
  static FloorProgram start(Path program, Path pool, Path blank, Path template) {
    try {
      FloorProgram started =
          new FloorProgram(
              new ProcessBuilder(
                      program.toString(), pool.toString(), blank.toString(), template.toString())
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start());
      started.answer("the start");
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program, e);
    }
  }

  /**
   * Has a command done.
   *
   * @return what was answered, mostly nothing
   * @throws IllegalStateException naming the step that failed and the kernel's error
   */
  String ask(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      return answer(command);
    } catch (IOException e) {
      throw new UncheckedIOException(command, e);
    }
  }

  private String answer(String command) throws IOException {
    String line = answers.readLine();
    if (line == null || !line.startsWith(DONE)) {
      throw new IllegalStateException("the floor: " + command + " -> " + line);
    }
    return line.substring(DONE.length()).strip();
  }

  /** Waits until it has undone everything. */
  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
