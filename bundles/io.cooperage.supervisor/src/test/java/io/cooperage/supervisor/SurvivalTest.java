package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.kernel.PidHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurvivalTest {
  private static final String COUNTER = "i=0; while sleep 0.02; do i=$((i+1)); echo tick $i.; done";

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void theDeathOfTheWorkerIsInvisibleToContainers() {
    InitRecord before = fixture.start("a", "sh", "-c", COUNTER);
    fixture.consoleShows("a", "tick 3.");
    SupervisorInfo first = fixture.supervisor().info();

    SupervisorFixture.kill(first.worker());

    SupervisorFixture.await(() -> fixture.supervisor().info().worker() != first.worker());
    assertThat(fixture.supervisor().info().keeper()).isEqualTo(first.keeper());
    assertThat(fixture.supervisor().list())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.process()).isEqualTo(before.process());
              assertThat(r.state()).isEqualTo(InitRecord.State.RUNNING);
            });
    assertThat(fixture.consoleShows("a", "tick 30.")).contains("tick 1.", "tick 2.", "tick 3.");
  }

  @Test
  void anExitDuringTheWorkersDeathIsStillTold() {
    fixture.start("a", "sleep", "99");
    int init = fixture.supervisor().list().get(0).process().orElseThrow().pid();
    SupervisorFixture.kill(fixture.supervisor().info().worker());
    SupervisorFixture.kill(init);
    assertThat(fixture.nextExit().status()).isEqualTo(new ExitStatus(ExitStatus.Cause.KILLED, 9));
  }

  @Test
  void anInitAtItsGateEndsWithTheWorker() {
    fixture.launch("a", 0, "sleep", "99");
    SupervisorFixture.kill(fixture.supervisor().info().worker());
    assertThat(fixture.nextExit().status()).isEqualTo(new ExitStatus(ExitStatus.Cause.EXITED, 0));
  }

  @Test
  void theKeeperReplacesItselfInPlace() throws IOException {
    InitRecord before = fixture.start("a", "sh", "-c", COUNTER);
    fixture.consoleShows("a", "tick 3.");
    SupervisorInfo first = fixture.supervisor().info();
    try (OwnedFd held = memory("template");
        OwnedFd program = OpenCalls.open(SupervisorFixture.BINARY)) {
      fixture.supervisor().hold("template", List.of(held));
      fixture.supervisor().update(program);
    }

    SupervisorInfo second = fixture.supervisor().info();
    assertThat(second.keeper()).isEqualTo(first.keeper());
    assertThat(second.worker()).isNotEqualTo(first.worker());
    assertThat(fixture.supervisor().list())
        .filteredOn(r -> r.key().equals("a"))
        .extracting(InitRecord::process)
        .containsExactly(before.process());
    assertThat(fixture.consoleShows("a", "tick 30.")).contains("tick 3.");
    List<OwnedFd> held = fixture.supervisor().held("template").orElseThrow();
    assertThat(FileCalls.readText(held.get(0), 100)).isEqualTo("template");
    held.forEach(OwnedFd::close);
    fixture.supervisor().signal("a", 9);
    assertThat(fixture.nextExit().status()).isEqualTo(new ExitStatus(ExitStatus.Cause.KILLED, 9));
  }

  @Test
  void aProgramThatCannotTakeOverIsRefusedAndNothingChanges() {
    SupervisorInfo before = fixture.supervisor().info();
    try (OwnedFd wrong = OpenCalls.open(Path.of("/bin/false"))) {
      assertThatThrownBy(() -> fixture.supervisor().update(wrong))
          .isInstanceOfSatisfying(
              SupervisorException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOEXEC));
    }
    assertThat(fixture.supervisor().info()).isEqualTo(before);
  }

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

  @Test
  void aProcessOfSomebodyElseIsAdoptedAndItsEndIsSeen() throws IOException {
    Process foreign = new ProcessBuilder("sleep", "99").start();
    long start = ProcessStat.find((int) foreign.pid()).orElseThrow().startTime();
    PidHandle handle = new PidHandle((int) foreign.pid(), start);
    assertThatThrownBy(
            () ->
                fixture.supervisor().adopt("b", new PidHandle(handle.pid(), start + 1), List.of()))
        .hasMessageContaining("ESRCH");
    fixture.supervisor().adopt("b", handle, List.of());
    foreign.destroyForcibly();
    assertThat(fixture.nextExit()).isEqualTo(new SupervisorFixture.Exit("b", ExitStatus.UNKNOWN));
  }

  private static OwnedFd memory(String content) {
    OwnedFd file = OpenCalls.memory("test");
    FileCalls.write(file, java.nio.ByteBuffer.wrap(content.getBytes(UTF_8)), 0);
    return file;
  }
}
