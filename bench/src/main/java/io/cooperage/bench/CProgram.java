package io.cooperage.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** C programs that are compiled where they are measured. */
final class CProgram {
  private CProgram() {}

  /**
   * Compiles one with the installed gcc.
   *
   * @param folder exists; the sources and the program are put there
   * @param sources names in {@code src/main/c}, headers too
   * @param options more of gcc's
   * @throws IllegalStateException with what the compiler says
   */
  static Path compile(Path folder, String name, List<String> sources, List<String> options) {
    Path program = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("gcc", "-std=gnu17", "-O2", "-Wall"));
    command.addAll(options);
    command.addAll(List.of("-o", program.toString()));
    try {
      for (String source : sources) {
        Path copy = folder.resolve(source);
        try (InputStream text = CProgram.class.getResourceAsStream("c/" + source)) {
          Files.copy(text, copy);
        }
        if (source.endsWith(".c")) {
          command.add(copy.toString());
        }
      }
      Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (gcc.waitFor() != 0) {
        throw new IllegalStateException("gcc: " + said);
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compile " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
