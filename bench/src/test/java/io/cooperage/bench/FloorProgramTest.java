package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program itself, on a pool of its own. */
class FloorProgramTest {
  @TempDir Path folder;

  private final PeerShell shell = new PeerShell();
  private Path program;

  @BeforeEach
  void compile() {
    assumeTrue(shell.succeeds("command -v gcc"), "gcc is not installed");
    program = FloorProgram.compile(folder);
  }

  @AfterEach
  void end() {
    shell.close();
  }

  @Test
  void aStepThatFailsIsNamedWithTheKernelsError() {
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> FloorProgram.start(program, nowhere, nowhere, nowhere))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open the pool: ENOENT");
  }

  @Test
  void aCtIsStartedEnteredAndRemovedWithoutATrace() {
    try (FloorPool pool = new FloorPool(shell, folder)) {
      try (FloorProgram floor = pool.start(program)) {
        floor.ask("start one");
        floor.ask("exec one");
        FloorSteps steps = new FloorSteps();
        steps.add(floor.ask("steps"));
        assertThat(steps.toString()).contains("| mount ext4", "| its pivot");
        floor.ask("stop one");
        assertThatThrownBy(() -> floor.ask("exec one")).hasMessageContaining("ENOENT");
      }
      assertThat(pool.leftovers()).isEmpty();
    }
  }

  @Test
  void whatStillRunsEndsWithTheInput() {
    try (FloorPool pool = new FloorPool(shell, folder)) {
      try (FloorProgram floor = pool.start(program)) {
        floor.ask("start one");
        floor.ask("flush 0");
        floor.ask("start two");
      }
      assertThat(pool.leftovers()).isEmpty();
    }
  }

  @Test
  void aStartThatFailsIsUndone() throws Exception {
    try (FloorPool pool = new FloorPool(shell, folder)) {
      try (FloorProgram floor = pool.start(program)) {
        Files.delete(pool.image());
        assertThatThrownBy(() -> floor.ask("start one"))
            .hasMessageContaining("clone the image: ENOENT");
        assertThat(pool.groups("/one")).isEmpty();
      }
      assertThat(pool.leftovers()).isEmpty();
    }
  }
}
