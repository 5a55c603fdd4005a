package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SupervisorProgramTest {
  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void aSecondKeeperOnTheSameFolderIsRefused() throws Exception {
    Process second =
        new ProcessBuilder(
                SupervisorFixture.BINARY.toString(), "keeper", "--run", fixture.run().toString())
            .redirectErrorStream(true)
            .start();
    assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(new String(second.getInputStream().readAllBytes(), UTF_8))
        .contains("supervisor.lock")
        .contains("temporarily unavailable");
    assertThat(fixture.supervisor().info().keeper()).isEqualTo(fixture.keeper().pid());
  }

  @Test
  void theProgramIsStartedOnceAndReplacedWhenItDiffers() throws IOException {
    Path run = fixture.folder().resolve("other");
    Path copy = Files.copy(SupervisorFixture.BINARY, fixture.folder().resolve("copy"));
    SupervisorInfo first;
    try (SocketSupervisor started = new SupervisorProgram(copy, run).ensure()) {
      first = started.info();
    }
    try (SocketSupervisor again = new SupervisorProgram(copy, run).ensure()) {
      assertThat(again.info()).isEqualTo(first);
    }
    // A byte more behind the end of an executable changes the file and not what it does.
    Files.write(copy, new byte[1], java.nio.file.StandardOpenOption.APPEND);
    try (SocketSupervisor replaced = new SupervisorProgram(copy, run).ensure()) {
      assertThat(replaced.info().keeper()).isEqualTo(first.keeper());
      assertThat(replaced.info().worker()).isNotEqualTo(first.worker());
    }
    ProcessHandle keeper = ProcessHandle.of(first.keeper()).orElseThrow();
    keeper.destroy();
    SupervisorFixture.await(() -> !keeper.isAlive());
  }
}
