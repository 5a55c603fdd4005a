package io.cooperage.itests.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs of the host to their end. */
public final class Programs {
  private Programs() {}

  /**
   * Runs a program with a time limit.
   *
   * @throws AssertionError if it does not end in time; it is killed then
   */
  public static CtResult run(
      List<String> command, Map<String, String> environment, byte[] input, Duration limit) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      CompletableFuture<String> output = text(process.getInputStream());
      CompletableFuture<String> error = text(process.getErrorStream());
      process.getOutputStream().write(input);
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            command + " did not end within " + limit + "\n" + output.join() + error.join());
      }
      return new CtResult(command, process.exitValue(), output.join(), error.join());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + command, e);
    }
  }

  /** Runs a program of which success is expected. */
  public static String output(String... command) {
    return run(List.of(command), Map.of(), new byte[0], Duration.ofMinutes(5)).orFail().output();
  }

  private static CompletableFuture<String> text(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
