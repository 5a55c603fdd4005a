package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchTest {
  private static final long NS_GET_OWNER_UID = 0xb704;

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void initRunsAsRootOfItsOwnMachineWithTheConsoleAsItsTerminal() {
    fixture.start(
        "a", "sh", "-c", "echo pid $$; id -u; hostname; tty; cat /run/ct/ready; sleep 99");
    assertThat(fixture.consoleShows("a", "yes").lines().toList())
        .containsExactly("pid 1", "0", "ct-a", "/dev/console", "yes");
  }

  @Test
  void initInheritsNoDescriptorButItsStdio() {
    int pid = fixture.start("a", "sleep", "99").process().orElseThrow().pid();
    assertThat(Path.of("/proc/" + pid + "/fd").toFile().list()).containsOnly("0", "1", "2");
  }

  @Test
  void aBlockedInitHoldsItsStdioAndItsGateOnly() {
    int pid = fixture.launch("a", 0, "sleep", "99").process().orElseThrow().pid();
    assertThat(OtherKeeper.descriptors(pid).stream().filter(d -> !SanitizerReports.isFile(d)))
        .hasSize(4);
  }

  @Test
  void whoeverEntersBeforeTheGateOpensCannotReachTheGate() throws Exception {
    fixture.launch("a", 0, "sleep", "99");
    Path output = fixture.folder().resolve("output");
    try (OwnedFd file = OpenCalls.create(output, 0600, OpenFlag.CREATE, OpenFlag.WRITE_ONLY);
        EnterPlan plan = TestRoot.enter("a", "ls", "/proc/1/fd").pass(2, file.duplicate());
        Session session = fixture.supervisor().enter(plan)) {
      assertThat(session.exit().get(20, TimeUnit.SECONDS).value()).isEqualTo(1);
    }
    assertThat(output).content().contains("Permission denied");
  }

  @Test
  void theBaseIdOwnsTheUserNamespace() {
    int pid = fixture.launch("a", 3, "true").process().orElseThrow().pid();
    assertThat(owner(Path.of("/proc/" + pid + "/ns/user")))
        .isEqualTo(TestRoot.BASE + 3 * TestRoot.WIDTH);
  }

  @Test
  void uptimeBeginsWithTheLaunch() {
    fixture.start("a", "sh", "-c", "cat /proc/uptime; sleep 99");
    String shown = fixture.consoleShows("a", ".");
    assertThat(Double.parseDouble(shown.substring(0, shown.indexOf(" ")))).isBetween(0.0, 30.0);
  }

  @ParameterizedTest
  @CsvSource({
    "halt -f, KILLED, 2",
    "poweroff -f, KILLED, 2",
    "reboot -f, KILLED, 1",
    "exit 7, EXITED, 7"
  })
  void theEndOfInitTellsWhatWasAskedInside(String command, ExitStatus.Cause cause, int value) {
    fixture.start("a", "sh", "-c", command + "; sleep 99");
    assertThat(fixture.nextExit())
        .isEqualTo(new SupervisorFixture.Exit("a", new ExitStatus(cause, value)));
    assertThat(fixture.supervisor().list())
        .singleElement()
        .satisfies(r -> assertThat(r.exit()).contains(new ExitStatus(cause, value)));
    fixture.supervisor().forget("a");
    assertThat(fixture.supervisor().list()).isEmpty();
  }

  @Test
  void aMissingInitIsToldWhenTheGateOpens() {
    fixture.launch("a", 0, "/sbin/nothing");
    assertThatThrownBy(() -> fixture.supervisor().openGate("a"))
        .isInstanceOf(SupervisorException.class)
        .hasMessage("execute /sbin/nothing: ENOENT (No such file or directory)");
    assertThat(fixture.nextExit().status().value()).isEqualTo(127);
  }

  @Test
  void aRootWhoseProcIsASymbolicLinkIsRefusedAndNothingStays() throws IOException {
    Path proc = fixture.root().folder().resolve("proc");
    Files.delete(proc);
    Files.createSymbolicLink(proc, Path.of("/tmp"));
    assertThatThrownBy(() -> fixture.launch("a", 0, "true"))
        .isInstanceOfSatisfying(
            SupervisorException.class,
            e -> {
              assertThat(e.stage()).isEqualTo("mount proc at /proc");
              assertThat(e.errno()).isEqualTo(Errno.ELOOP);
            });
    assertThat(fixture.supervisor().list()).isEmpty();
  }

  @Test
  void aGateOpensOnce() {
    fixture.start("a", "sleep", "99");
    assertThatThrownBy(() -> fixture.supervisor().openGate("a")).hasMessageContaining("EALREADY");
    assertThatThrownBy(() -> fixture.supervisor().openGate("b")).hasMessageContaining("ESRCH");
  }

  @Test
  void aKeyIsGivenOnce() {
    fixture.start("a", "sleep", "99");
    assertThatThrownBy(() -> fixture.launch("a", 1, "true")).hasMessageContaining("EEXIST");
    assertThatThrownBy(() -> fixture.supervisor().forget("a")).hasMessageContaining("EBUSY");
  }

  @Test
  void aSignalReachesInitAndIsReported() {
    fixture.start("a", "sleep", "99");
    fixture.supervisor().signal("a", 9);
    assertThat(fixture.nextExit().status()).isEqualTo(new ExitStatus(ExitStatus.Cause.KILLED, 9));
    assertThatThrownBy(() -> fixture.supervisor().signal("a", 9)).hasMessageContaining("ESRCH");
  }

  private static long owner(Path namespace) {
    try (OwnedFd fd = OpenCalls.open(namespace);
        Scratch scratch = new Scratch()) {
      Scratch.Block uid = scratch.block(4);
      Kernel.call(Syscall.IOCTL, "owner of " + namespace, fd.fd(), NS_GET_OWNER_UID, uid.address());
      return Integer.toUnsignedLong(uid.bytes().getInt(0));
    }
  }
}
