package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program itself, on this host. */
class LoadProcessTest {
  private static final double PAUSE_MICROS = 60_000;
  private static final int TURNS = 3;

  @TempDir Path folder;

  private Path program;

  @BeforeEach
  void compile() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "gcc is not installed");
    program = LoadProcess.compile(folder);
  }

  @ParameterizedTest
  @EnumSource(LoadKind.class)
  void everyKindTakesTimeAndLessOfTheProcessorThanOfTheClock(LoadKind kind) throws IOException {
    try (LoadProcess load = new LoadProcess("here", started(program.toString()))) {
      double processor = load.processorMicros(kind);
      assertThat(processor).isPositive();
      assertThat(load.micros(kind)).isPositive().isGreaterThan(processor / 10);
    }
  }

  @Test
  void pausesDoNotCount() throws IOException {
    try (LoadProcess load = new LoadProcess("here", started(program.toString()))) {
      double least =
          DoubleStream.generate(() -> load.micros(LoadKind.CAT)).limit(TURNS).min().orElseThrow();
      assertThat(least).isLessThan(PAUSE_MICROS);
    }
  }

  @Test
  void aProgramThatIsNoLoadIsRefused() {
    assertThatThrownBy(() -> new LoadProcess("on the moon", started("echo", "hello")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("on the moon");
  }

  private static Process started(String... command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
