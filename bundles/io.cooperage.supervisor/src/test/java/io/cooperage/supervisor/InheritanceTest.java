package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.linux.mount.MountCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What does not come along: from the keeper's starter, and from the worker into a CT. */
class InheritanceTest {
  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void stdioThatAPlanDoesNotGiveIsNotTheWorkersLog() throws Exception {
    fixture.start("a", "sleep", "99");
    try (EnterPlan plan = TestRoot.enter("a", "sleep", "99");
        Session session = fixture.supervisor().enter(plan)) {
      Path descriptors = Path.of("/proc/" + session.pid() + "/fd");
      for (String number : List.of("0", "1", "2")) {
        assertThat(Files.readSymbolicLink(descriptors.resolve(number))).hasToString("/dev/null");
      }
      session.signal(9);
      session.exit().join();
    }
  }

  @Test
  void aKeeperClosesWhatItsStarterLeftOpen() throws Exception {
    String[] leaky = {"sh", "-c", "exec 7</dev/zero; exec \"$@\"", "sh"};
    try (OtherKeeper other = OtherKeeper.start(fixture.folder().resolve("other"), leaky)) {
      assertThat(OtherKeeper.descriptors(other.process().pid())).doesNotContain("/dev/zero");
      assertThat(OtherKeeper.descriptors(other.supervisor().info().worker()))
          .doesNotContain("/dev/zero");
    }
  }

  @Test
  void aPrivilegedContainerIsInNoGroupOfTheKeepers() throws Exception {
    Path setpriv = Path.of("/usr/bin/setpriv");
    assumeTrue(Files.isExecutable(setpriv), "needs setpriv of util-linux");
    String[] inGroups = {setpriv.toString(), "--groups", "4,5", "--"};
    try (OtherKeeper other = OtherKeeper.start(fixture.folder().resolve("other"), inGroups)) {
      try (LaunchPlan plan = privileged("id", "-G")) {
        other.supervisor().launch(plan);
      }
      other.supervisor().openGate("a");
      SupervisorFixture.await(() -> other.supervisor().consoleLog("a").length > 0);
      assertThat(other.supervisor().consoleLog("a")).asString().isEqualTo("0\r\n");
      SupervisorFixture.await(() -> other.supervisor().list().get(0).exit().isPresent());
    }
  }

  private LaunchPlan privileged(String... argv) {
    LaunchPlan plan = new LaunchPlan("a");
    plan.namespaces(
        EnumSet.complementOf(EnumSet.of(Namespace.USER, Namespace.TIME, Namespace.NETWORK)));
    plan.console(0, 5, 0620).root(MountCalls.cloneTree(fixture.root().folder(), false));
    plan.mount("proc", "/proc", "", List.of()).mount("tmpfs", "/dev", "", List.of());
    plan.consoleAt("/dev/console").pivot().environment("PATH", "/bin");
    return plan.arguments(List.of(argv));
  }
}
