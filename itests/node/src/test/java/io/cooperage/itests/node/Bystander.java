package io.cooperage.itests.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;

/** Somebody who has nothing to do with the bomb and says how it fares, twenty times a second. */
final class Bystander implements AutoCloseable {
  /** Milliseconds between two beats of the program. */
  static final String BEAT = "50";

  private final String name;
  private final Process process;
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final Thread reader;

  /**
   * One beat; in microseconds, -1 for what failed.
   *
   * @param at when we heard of it, see {@link System#nanoTime}
   * @param late how much later than asked it woke up
   */
  record Sample(long at, long late, long write, long fork) {
    boolean well() {
      return write >= 0 && fork >= 0;
    }
  }

  Bystander(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = new Thread(this::read, "bystander-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        samples.add(
            new Sample(
                System.nanoTime(),
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("bystander " + name, e);
    }
  }

  String name() {
    return name;
  }

  /** What it said between two instants. */
  List<Sample> between(long from, long to) {
    return samples.stream().filter(s -> s.at() - from >= 0 && s.at() - to < 0).toList();
  }

  /** Median and worst in milliseconds, as text. */
  static String figures(List<Sample> samples, ToLongFunction<Sample> what) {
    long[] sorted = samples.stream().mapToLong(what).sorted().toArray();
    return sorted.length == 0
        ? "-"
        : "%.1f/%.1f"
            .formatted(sorted[sorted.length / 2] / 1000.0, sorted[sorted.length - 1] / 1000.0);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      reader.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
