package io.cooperage.rest.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real ct, built once from its sources. */
public final class CtProgram {
  private static final Path SOURCES = Path.of("../../distribution/src/main/c").toAbsolutePath();
  private static final Path BUILT = Path.of("target/native").toAbsolutePath();

  private CtProgram() {}

  /** How a run ended. */
  public record Run(int code, String output, String errors) {}

  /** Starts ct against a server; stdio are pipes. */
  public static Process start(Path runFolder, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of(program().toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.environment().put("COOPERAGE_RUN", runFolder.toString());
    return builder.start();
  }

  public static Run run(Path runFolder, String... words) throws IOException, InterruptedException {
    return run(runFolder, new byte[0], List.of(words));
  }

  public static Run run(Path runFolder, byte[] input, List<String> words)
      throws IOException, InterruptedException {
    Process process = start(runFolder, words);
    process.getOutputStream().write(input);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output, errors);
  }

  /** Where it is, built if need be. */
  public static Path program() throws IOException {
    build();
    return BUILT.resolve("ct");
  }

  private static synchronized void build() throws IOException {
    assumeTrue(Files.exists(Path.of("/usr/bin/gcc")), "gcc is needed to build ct");
    Process make =
        new ProcessBuilder("make", "-s", "-C", SOURCES.toString(), "OUT=" + BUILT)
            .inheritIO()
            .start();
    try {
      if (!make.waitFor(60, TimeUnit.SECONDS) || make.exitValue() != 0) {
        throw new IOException("ct cannot be built");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
