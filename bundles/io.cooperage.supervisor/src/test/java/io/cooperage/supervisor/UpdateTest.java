package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpdateTest {
  private static final String COUNTER = "i=0; while sleep 0.02; do i=$((i+1)); echo tick $i.; done";

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

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

  private static OwnedFd memory(String content) {
    OwnedFd file = OpenCalls.memory("test");
    FileCalls.write(file, java.nio.ByteBuffer.wrap(content.getBytes(UTF_8)), 0);
    return file;
  }
}
