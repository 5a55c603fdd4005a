package io.cooperage.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code load.c}, resident at one place: in a CT, a peer's container or a group of the host. */
final class LoadProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final String place;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  /**
   * Waits until it is ready.
   *
   * @param process whose input and output are the program's; becomes this one's
   */
  LoadProcess(String place, Process process) {
    this.place = place;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(answer("the start"))) {
      throw new IllegalStateException("the load does not start " + place);
    }
  }

  /** Static, so that it runs in any root. */
  static Path compile(Path folder) {
    return CProgram.compile(folder, "load", List.of("load.c"), List.of("-static"));
  }

  String place() {
    return place;
  }

  /** The processor's time for one action of a kind, in microseconds, children's time included. */
  double processorMicros(LoadKind kind) {
    return nanos(kind)[1] / 1e3 / kind.count();
  }

  /** The clock's time for one action of a kind, in microseconds. */
  double micros(LoadKind kind) {
    return nanos(kind)[0] / 1e3 / kind.count();
  }

  private long[] nanos(LoadKind kind) {
    try {
      commands.write(kind.word() + " " + kind.count() + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(kind + " " + place, e);
    }
    return Stream.of(answer(kind.word()).split(" ", 2)).mapToLong(Long::parseLong).toArray();
  }

  private String answer(String to) {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the load " + place + " ended in " + to);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(to + " " + place, e);
    }
  }

  /** It ends with its input. */
  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
