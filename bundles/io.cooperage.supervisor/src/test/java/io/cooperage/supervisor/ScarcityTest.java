package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.socket.SeqpacketSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The worker when descriptors are few, or are not what they are taken for. */
class ScarcityTest {
  private static final int FEW = 32;

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void aWorkerWithoutAFreeDescriptorSleepsAndServesTheNextOne() throws Exception {
    String[] poor = {"sh", "-c", "ulimit -n " + FEW + "; exec \"$@\"", "sh"};
    try (OtherKeeper other = OtherKeeper.start(fixture.folder().resolve("other"), poor)) {
      SupervisorInfo info = other.supervisor().info();
      Path socket = other.run().resolve("supervisor.sock");
      List<SeqpacketSocket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 2 * FEW; i++) {
          clients.add(SeqpacketSocket.connect(socket));
        }
        SupervisorFixture.await(() -> OtherKeeper.descriptors(info.worker()).size() == FEW);
        long before = sleeps(info.worker());
        SupervisorFixture.await(() -> sleeps(info.worker()) > before + 3);
      } finally {
        clients.forEach(SeqpacketSocket::close);
      }
      try (SocketSupervisor another = new SocketSupervisor(socket)) {
        assertThat(another.info()).isEqualTo(info);
      }
    }
  }

  /** How often a process gave up the processor by itself: one that spins does not. */
  private static long sleeps(int pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(l -> l.startsWith("voluntary_ctxt_switches:"))
          .mapToLong(l -> Long.parseLong(l.substring(l.indexOf('\t') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void heldDescriptorsAreNeverTakenForAConsole() {
    SupervisorInfo before = fixture.supervisor().info();
    try (OwnedFd file = OpenCalls.open(Path.of("/dev/zero"))) {
      fixture.supervisor().hold("many", Collections.nCopies(5, file));
    }
    assertThatThrownBy(() -> fixture.supervisor().consoleLog("many"))
        .hasMessageContaining("ENOTTY");
    List<OwnedFd> held = fixture.supervisor().held("many").orElseThrow();
    held.forEach(OwnedFd::close);
    assertThat(held).hasSize(5);
    assertThat(fixture.supervisor().info()).isEqualTo(before);
  }
}
