package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EnterTest {
  private static final byte[] TOKEN = "0123456789abcdef".getBytes(UTF_8);

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @BeforeEach
  void startTheContainer() {
    fixture.start("a", "sleep", "99");
  }

  @Test
  void aProgramRunsAmongTheContainersOwnAndItsExitCodeComesBack() throws Exception {
    Path output = fixture.folder().resolve("output");
    try (OwnedFd file = OpenCalls.create(output, 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY);
        EnterPlan plan =
            TestRoot.enter("a", "sh", "-c", "hostname; id -u; ls /proc/self/fd; exit 5")) {
      plan.pass(1, file.duplicate());
      assertThat(exit(fixture.supervisor().enter(plan)))
          .isEqualTo(new ExitStatus(ExitStatus.Cause.EXITED, 5));
    }
    assertThat(Files.readAllLines(output)).startsWith("ct-a", "0").doesNotContain("4", "5", "63");
  }

  @Test
  void aProgramThatIsNotThereIsToldByItsErrno() {
    try (EnterPlan plan = TestRoot.enter("a", "nothing-here")) {
      assertThatThrownBy(() -> fixture.supervisor().enter(plan))
          .hasMessage("execute nothing-here: ENOENT (No such file or directory)");
    }
  }

  @Test
  void aTerminalOfTheContainerHasTheSizeAskedFor() throws Exception {
    try (EnterPlan plan = TestRoot.enter("a", "sh", "-c", "tty; stty size; exit 3")) {
      plan.terminal(33, 77, 0);
      try (Session session = fixture.supervisor().enter(plan)) {
        assertThat(exit(session).value()).isEqualTo(3);
        assertThat(read(session.terminal().orElseThrow())).contains("/dev/pts/0").contains("33 77");
      }
    }
  }

  @Test
  void aSignalEndsTheProgram() throws Exception {
    try (EnterPlan plan = TestRoot.enter("a", "sleep", "99");
        Session session = fixture.supervisor().enter(plan)) {
      session.signal(15);
      assertThat(exit(session)).isEqualTo(new ExitStatus(ExitStatus.Cause.KILLED, 15));
      assertThat(exit(session).shellCode()).isEqualTo(143);
    }
  }

  @Test
  void aFolderOfTheHostIsNeverPassedIntoAContainer() {
    try (OwnedFd folder = OpenCalls.open(fixture.folder());
        EnterPlan plan = TestRoot.enter("a", "sh", "-c", "cat /proc/self/fd/0/../../etc/passwd")) {
      plan.pass(0, folder.duplicate());
      assertThatThrownBy(() -> fixture.supervisor().enter(plan)).hasMessageContaining("EISDIR");
    }
  }

  /** Whatever number the worker holds the CT by: a child moves its own descriptors about. */
  @Test
  void everyContainerCanBeEnteredHoweverManyDescriptorsAreHeld() throws Exception {
    try (OwnedFd held = OpenCalls.open(fixture.folder(), OpenFlag.PATH)) {
      for (int i = 0; i < 70; i++) {
        fixture.supervisor().hold("held-" + i, List.of(held));
        if (i >= 35) {
          enterOnce("c" + i);
        }
      }
    }
  }

  private void enterOnce(String key) throws Exception {
    fixture.start(key, "sleep", "99");
    try (EnterPlan plan = TestRoot.enter(key, "sh", "-c", "exit 4")) {
      assertThat(exit(fixture.supervisor().enter(plan)).value()).as(key).isEqualTo(4);
    }
    fixture.supervisor().signal(key, 9);
    fixture.supervisor().forget(fixture.nextExit().key());
  }

  @Test
  void nobodyEntersAContainerThatHasEnded() {
    fixture.supervisor().signal("a", 9);
    fixture.nextExit();
    try (EnterPlan plan = TestRoot.enter("a", "true")) {
      assertThatThrownBy(() -> fixture.supervisor().enter(plan)).hasMessageContaining("ESRCH");
    }
  }

  @Test
  void aTicketStartsItsProgramOnce() throws Exception {
    try (EnterPlan plan = TestRoot.enter("a", "sh", "-c", "exit 11")) {
      fixture.supervisor().ticket(TOKEN, plan, Duration.ofMinutes(1));
    }
    assertThat(exit(fixture.supervisor().redeem(TOKEN, List.of())).value()).isEqualTo(11);
    assertThatThrownBy(() -> fixture.supervisor().redeem(TOKEN, List.of()))
        .hasMessageContaining("ENOKEY");
  }

  @Test
  void aTicketIsWorthNothingWhenItsTimeIsOver() {
    try (EnterPlan plan = TestRoot.enter("a", "true")) {
      fixture.supervisor().ticket(TOKEN, plan, Duration.ZERO);
    }
    SupervisorFixture.await(
        () -> {
          try {
            fixture.supervisor().redeem(TOKEN, List.of()).close();
            return false;
          } catch (SupervisorException e) {
            return e.getMessage().contains("ENOKEY");
          }
        });
  }

  @Test
  void aProgramRunsOnTheHostWithTheDescriptorsItIsGiven() throws Exception {
    Path output = fixture.folder().resolve("output");
    try (OwnedFd file = OpenCalls.create(output, 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY);
        EnterPlan plan = EnterPlan.onHost().arguments(List.of("/bin/sh", "-c", "echo hi >&7"))) {
      assertThat(exit(fixture.supervisor().spawn(plan.pass(7, file.duplicate()))).value()).isZero();
    }
    assertThat(output).hasContent("hi\n");
  }

  private static ExitStatus exit(Session session) throws Exception {
    return session.exit().get(20, TimeUnit.SECONDS);
  }

  /** Reads what the terminal has; EIO is its end once the other side is closed. */
  private static String read(OwnedFd terminal) {
    StringBuilder text = new StringBuilder();
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(4096);
      long n = 1;
      while (n > 0) {
        n = Kernel.attempt(Syscall.READ, terminal.fd(), block.address(), block.size());
        byte[] bytes = new byte[(int) Math.max(0, n)];
        block.bytes().get(0, bytes);
        text.append(new String(bytes, UTF_8));
      }
      assertThat(n).isEqualTo(-Errno.EIO.number());
    }
    return text.toString();
  }
}
