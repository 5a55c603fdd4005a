package io.cooperage.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs fio on the host, in the mount namespace of a shell. Single-threaded. */
final class Fio {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ALWAYS =
      List.of(
          "fio",
          "--name=bench",
          "--allow_file_create=0",
          "--ioengine=libaio",
          "--direct=1",
          "--output-format=json");

  private final PeerShell shell;
  private final Path answer;
  private final long size;
  private final Duration time;

  /**
   * Prepares.
   *
   * @param folder for its answers, exists
   * @param size bytes of each target that are used, a multiple of 1 MiB
   * @param time of each run, whole seconds
   */
  Fio(PeerShell shell, Path folder, long size, Duration time) {
    this.shell = shell;
    this.answer = folder.resolve("fio.json");
    this.size = size;
    this.time = time;
  }

  /** Why there are no figures of it; empty if it is there. */
  static Optional<String> missing(PeerShell shell) {
    return shell.succeeds("command -v fio") ? Optional.empty() : Optional.of("fio not installed");
  }

  long size() {
    return size;
  }

  /** Writes a target once from end to end, so that no block is written for the first time later. */
  void fill(DiskTarget target) {
    run(target, List.of("--rw=write", "--bs=1M", "--iodepth=4", "--end_fsync=1"));
  }

  /** Writes so many bytes to random places. */
  void scatter(DiskTarget target, long bytes) {
    run(target, List.of("--rw=randwrite", "--bs=4k", "--iodepth=16", "--io_size=" + bytes));
  }

  /** Puts a load on a target for the time of a run; answers its rate. */
  double rate(FioJob job, DiskTarget target) {
    List<String> options = new ArrayList<>(job.options());
    options.add("--time_based");
    options.add("--runtime=" + time.toSeconds());
    run(target, options);
    try {
      String text = Files.readString(answer);
      // Its notes come first.
      return job.rate(JSON.readTree(text.substring(Math.max(0, text.indexOf('{')))));
    } catch (IOException e) {
      throw new UncheckedIOException("fio's answer for " + target.path(), e);
    }
  }

  private void run(DiskTarget target, List<String> options) {
    List<String> words = new ArrayList<>(ALWAYS);
    words.add("--output=" + answer);
    words.add("--filename=" + target.path());
    words.add("--size=" + size);
    words.addAll(options);
    try {
      Files.deleteIfExists(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shell.run(String.join(" ", words));
  }
}
