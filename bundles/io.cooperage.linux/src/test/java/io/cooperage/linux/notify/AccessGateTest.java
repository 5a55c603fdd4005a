package io.cooperage.linux.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.process.Poll;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real kernel, with other processes as readers. */
class AccessGateTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private AccessGate gate;
  private OwnedFd file;

  @BeforeEach
  void guardFile() throws IOException {
    try {
      gate = AccessGate.open();
    } catch (LinuxException e) {
      Assumptions.abort("no permission events of fanotify here: " + e.getMessage());
    }
    Path path = Files.writeString(folder.resolve("file"), "before");
    file = OpenCalls.open(path, OpenFlag.READ_WRITE);
    gate.guard(file);
  }

  @AfterEach
  void close() {
    gate.close();
    file.close();
  }

  private Process reader(String... wrapper) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(wrapper);
    builder.command().addAll(List.of("cat", folder.resolve("file").toString()));
    return builder.start();
  }

  private List<AccessGate.Access> awaitSomebody() {
    assertThat(Poll.readable(gate.descriptor(), PATIENCE)).isTrue();
    return gate.waiting();
  }

  private static String output(Process reader) throws IOException {
    return new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private void allowUntilEnd(Process reader) {
    while (reader.isAlive()) {
      if (Poll.readable(gate.descriptor(), Duration.ofMillis(10))) {
        gate.waiting().forEach(gate::allow);
      }
    }
  }

  @Test
  void aReaderInAnotherUserNamespaceSeesWhatWasWrittenWhileItWaited() throws IOException {
    Process reader = reader("unshare", "--user", "--mount");
    List<AccessGate.Access> waiting = awaitSomebody();
    assertThat(waiting).hasSize(1);
    assertThat(waiting.get(0).process()).isEqualTo((int) reader.pid());
    assertThat(StatusCalls.status(waiting.get(0).file()).inode())
        .isEqualTo(StatusCalls.status(file).inode());
    FileCalls.resize(file, 0);
    FileCalls.writeText(file, "meanwhile");
    gate.allow(waiting.get(0));
    allowUntilEnd(reader);
    assertThat(output(reader)).isEqualTo("meanwhile");
  }

  @Test
  void theEndOfTheGateLetsEverybodyGoOn() throws Exception {
    Process reader = reader();
    awaitSomebody().forEach(access -> access.file().close());
    gate.close();
    assertThat(reader.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(output(reader)).isEqualTo("before");
  }

  @Test
  void nobodyIsAskedWhileAllPass() throws Exception {
    gate.pass(file);
    assertThat(reader().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    FileCalls.writeText(file, "modified");
    assertThat(reader().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(gate.waiting()).isEmpty();
    gate.askAgain(file);
    Process reader = reader();
    assertThat(awaitSomebody()).hasSize(1).allSatisfy(gate::allow);
    allowUntilEnd(reader);
  }

  @Test
  void whoeverIsKilledWhileItWaitsIsNoFailure() throws Exception {
    Process reader = reader();
    List<AccessGate.Access> waiting = awaitSomebody();
    reader.destroyForcibly().waitFor();
    waiting.forEach(gate::allow);
    gate.unguard(file);
    assertThat(reader().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
