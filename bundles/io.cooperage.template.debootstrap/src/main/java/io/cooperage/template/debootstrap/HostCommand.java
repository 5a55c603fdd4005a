package io.cooperage.template.debootstrap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a program of the host, argument by argument, with an environment of its own. It is killed
 * when the job is cancelled, when it is silent for too long, and when this thread or the daemon
 * dies.
 */
final class HostCommand {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int LONGEST_LINE = 4096;
  private static final int QUEUED_LINES = 1000;
  private static final int POLL_MILLIS = 250;
  private static final String END = "\0";

  private final List<String> argv;
  private final Map<String, String> environment;
  private final Duration silence;

  /** A command; {@code silence} is how long it may print nothing. */
  HostCommand(List<String> argv, Map<String, String> environment, Duration silence) {
    this.argv = List.copyOf(argv);
    this.environment = Map.copyOf(environment);
    this.silence = silence;
  }

  /**
   * Runs it and hands over its output, both streams, line by line.
   *
   * @return its exit code
   */
  int run(ProgressSink progress, Consumer<String> lines) {
    try {
      Process process = start();
      try {
        process.getOutputStream().close();
        return follow(process, progress, lines);
      } finally {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED, "cannot run " + argv.get(0) + ": " + e.getMessage(), "", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.CANCELLED, "the build was interrupted", "", e);
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("HOME", "/root");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private int follow(Process process, ProgressSink progress, Consumer<String> lines)
      throws InterruptedException {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>(QUEUED_LINES);
    Thread reader = new Thread(() -> read(process, queue), "output of " + argv.get(0));
    reader.setDaemon(true);
    reader.start();
    try {
      Instant deadline = Instant.now().plus(silence);
      while (true) {
        progress.checkCancelled();
        String line = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (END.equals(line)) {
          return process.waitFor();
        }
        if (line != null) {
          lines.accept(line);
          deadline = Instant.now().plus(silence);
        } else if (Instant.now().isAfter(deadline)) {
          throw new ContainerException(
              ErrorCode.TIMEOUT,
              argv.get(0) + " said nothing for " + silence.toSeconds() + " s and was killed");
        }
      }
    } finally {
      reader.interrupt();
    }
  }

  private static void read(Process process, BlockingQueue<String> queue) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n' || line.length() == LONGEST_LINE) {
          queue.put(line.toString());
          line.setLength(0);
        } else if (c != '\r') {
          line.append((char) c);
        }
      }
      queue.put(line.toString());
    } catch (IOException e) {
      // The stream is closed under the reader when the process is killed; that ends the output too.
    } catch (InterruptedException e) {
      return;
    }
    try {
      queue.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
