package io.cooperage.itests.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The C program of the checkpoint tests: what Java cannot ask the kernel for. */
final class CheckpointProgram {
  private final Path file;

  private CheckpointProgram(Path file) {
    this.file = file;
  }

  /** Compiles it. */
  public static CheckpointProgram in(Path folder, Path source) {
    Path file = folder.resolve("checkpoint");
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
    return new CheckpointProgram(file);
  }

  /**
   * Who owns the namespaces of a process.
   *
   * @param uid owner of its user namespace, as the host counts
   * @param all whether that user namespace owns each of its other namespaces
   */
  public record Owner(long uid, boolean all) {}

  public Owner owner(long pid) {
    String[] words = Programs.output(file.toString(), "owner", Long.toString(pid)).split("\\s", -1);
    return new Owner(Long.parseLong(words[0]), words[1].equals("1"));
  }

  /** Makes a terminal that belongs to these ids of the host. */
  public Console console(long uid, long gid) {
    try {
      return new Console(
          new ProcessBuilder(file.toString(), "console", Long.toString(uid), Long.toString(gid))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A terminal; closing it hangs it up. */
  public static final class Console implements AutoCloseable {
    private final Process process;
    private final Path slave;
    private final Queue<Character> text = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> reader;

    private Console(Process process) throws IOException {
      this.process = process;
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      this.slave = Path.of(lines.readLine());
      this.reader = CompletableFuture.runAsync(() -> collect(lines));
    }

    private void collect(BufferedReader lines) {
      try {
        for (int c = lines.read(); c >= 0; c = lines.read()) {
          text.add((char) c);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The name of its other end, which a CT gets. */
    public Path slave() {
      return slave;
    }

    /** Everything that was written to it. */
    public String text() {
      return text.stream().map(String::valueOf).collect(Collectors.joining());
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
      // The process is dead: reading ends, with or without an error.
      reader.handle((result, failure) -> failure == null).orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  /** The command line of a process inside the namespaces of a running one, as root there. */
  public static List<String> inside(long pid, String... command) {
    List<String> all =
        new ArrayList<>(
            List.of("nsenter", "-t", Long.toString(pid), "-m", "-u", "-i", "-n", "-p", "-C", "-T"));
    all.addAll(List.of("-U", "-S", "0", "-G", "0", "-r", "-w", "--"));
    all.addAll(List.of(command));
    return all;
  }
}
