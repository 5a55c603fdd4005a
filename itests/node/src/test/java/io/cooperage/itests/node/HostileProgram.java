package io.cooperage.itests.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The C program whose actions a hostile tenant would try; static, so that it runs in any root. */
final class HostileProgram {
  private static final Path SOURCES = Path.of("src", "main", "c", "hostile");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path file;

  private HostileProgram(Path file) {
    this.file = file;
  }

  /** Compiles it with the installed gcc. */
  static HostileProgram compiled() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "hostile").toAbsolutePath());
    Path file = folder.resolve("hostile");
    List<String> command =
        new ArrayList<>(List.of("gcc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror"));
    command.addAll(List.of("-static", "-o", file.toString()));
    try (DirectoryStream<Path> sources = Files.newDirectoryStream(SOURCES, "*.c")) {
      sources.forEach(source -> command.add(source.toString()));
    }
    Programs.output(command.toArray(String[]::new));
    return new HostileProgram(file);
  }

  Path file() {
    return file;
  }

  /** Names of everything that it can do, bombs as {@code bomb NAME}. */
  List<String> names() {
    return Programs.output(file.toString(), "list").lines().toList();
  }

  /** What an action gives on the host for a user without any rights. */
  String onHost(String action) {
    List<String> command = List.of(file.toString(), "run", "--as", "65534", action);
    String line = Programs.run(command, Map.of(), new byte[0], PATIENCE).orFail().output();
    return line.strip().split(" ", -1)[1];
  }

  /** Lays out on the host what no CT may reach. */
  Bait bait() {
    return new Bait(spawn("bait"));
  }

  /** Kills a process at the latest when this much time is over, or when this JVM ends. */
  Watchdog watch(long pid, Duration limit) {
    return new Watchdog(spawn("watch", Long.toString(pid), Long.toString(limit.toSeconds())));
  }

  private Process spawn(String... arguments) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> rest(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      process.getOutputStream().close();
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It removes what it has laid out, and kills what it watches, when its input ends. */
  private static void end(Process process) {
    try {
      process.getOutputStream().close();
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String first(Process process) {
    try {
      String line = process.inputReader(StandardCharsets.UTF_8).readLine();
      if (line == null) {
        throw new AssertionError("the program said nothing");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Objects of the host with names that a CT could guess. */
  static final class Bait implements AutoCloseable {
    private final Process process;
    private final String[] words;

    private Bait(Process process) {
      this.process = process;
      this.words = first(process).split(" ", -1);
    }

    /** What a CT has to know to go for it. */
    Map<String, String> told() {
      return Map.of("HOSTILE_PID", words[0], "HOSTILE_KEY", words[1], "HOSTILE_PORT", words[2]);
    }

    boolean lives() {
      return process.isAlive();
    }

    /** Takes it in; says what of it was reached. */
    List<String> touched() {
      return rest(process).stream().filter(line -> !line.equals("end")).toList();
    }

    @Override
    public void close() {
      end(process);
    }
  }

  /** Holds the descriptor of a process that must not outlive it. */
  static final class Watchdog implements AutoCloseable {
    private final Process process;

    private Watchdog(Process process) {
      this.process = process;
      first(process);
    }

    /** Kills now; answers once the process is gone: killed, ended (it was) or lives. */
    String bite() {
      List<String> said = rest(process);
      return said.isEmpty() ? "nothing" : said.get(0);
    }

    @Override
    public void close() {
      end(process);
    }
  }
}
