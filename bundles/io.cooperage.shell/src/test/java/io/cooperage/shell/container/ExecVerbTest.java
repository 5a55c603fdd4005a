package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.front.Handover;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecVerbTest {
  private final FakeContainers containers =
      new FakeContainers(new FakeJobs())
          .add(101, "", ContainerState.RUNNING)
          .add(102, "", ContainerState.STOPPED);
  private final ExecVerb exec = new ExecVerb(containers);

  private ExecRequest asked() {
    return (ExecRequest) containers.asked().get(containers.asked().size() - 1);
  }

  @Test
  void wordsAreGivenToAShellAsVzctlDoes() {
    Runs.ct(exec, "101", "ls", "-l", "|", "wc");
    assertThat(asked().argv()).containsExactly("/bin/sh", "-c", "ls -l | wc");
  }

  @Test
  void afterTwoDashesTheyAreAProgram() {
    Runs.ct(exec, "101", "--user", "www", "--env", "A=b", "--", "ls", "--help");

    assertThat(asked())
        .isEqualTo(new ExecRequest(List.of("ls", "--help"), "www", "", Map.of("A", "b"), false));
  }

  @Test
  void aSingleDashReadsCommands() {
    Runs.ct(exec, "101", "-");
    assertThat(asked().argv()).containsExactly("/bin/sh", "-s");
  }

  @Test
  void ctIsHandedTheTicket() {
    Handover handover = Runs.ct(exec, "101", "true").handover().orElseThrow();

    assertThat(handover)
        .isInstanceOfSatisfying(
            Handover.Exec.class,
            e -> {
              assertThat(e.ownCode()).isFalse();
              assertThat(e.ticket().terminal()).isFalse();
            });
    assertThat(Runs.ct(new Exec2Verb(containers), "101", "true").handover())
        .hasValueSatisfying(h -> assertThat(((Handover.Exec) h).ownCode()).isTrue());
  }

  @Test
  void karafsShellShowsWhatTheProgramWrote() {
    containers.program(new FakeProgram("out\n", "err\n", 3, ""));

    assertThat(Runs.karaf(exec, "101", "true")).isEqualTo("out\nerr\n");
  }

  @Test
  void aCommandIsNeeded() {
    assertThatThrownBy(() -> Runs.ct(exec, "101")).hasMessageContaining("COMMAND is missing");
    assertThatThrownBy(() -> Runs.ct(exec, "102", "true")).hasMessageContaining("does not run");
  }

  @Test
  void enterIsALoginShellOnTheCallersTerminal() {
    Runs.Run run = Runs.ct(new EnterVerb(containers), "101");

    assertThat(asked())
        .isEqualTo(new ExecRequest(List.of(), "", "", Map.of("TERM", "xterm"), true));
    assertThat(run.handover()).isPresent();
    assertThatThrownBy(() -> Runs.karaf(new EnterVerb(containers), "101"))
        .hasMessageContaining("use 'ct enter 101'");
  }

  @Test
  void theConsoleIsAttachedOrItsLogPrinted() {
    ConsoleVerb console = new ConsoleVerb(containers);

    assertThat(Runs.ct(console, "101").handover()).isPresent();
    assertThat(Runs.ct(console, "101", "--log").output()).isEqualTo("console of 101\n");
  }

  @Test
  void aScriptRunsWithTheInterpreterThatItNames(@TempDir Path folder) throws IOException {
    Path script = folder.resolve("s");
    RunscriptVerb runscript = new RunscriptVerb(containers);

    Files.writeString(script, "echo a\n");
    Runs.Run run = Runs.ct(runscript, "101", script.toString());
    assertThat(asked().argv()).containsExactly("/bin/sh", "-s");
    assertThat(run.handover())
        .hasValueSatisfying(
            h -> assertThat(((Handover.Exec) h).input()).isEqualTo(script.toString()));
    Files.writeString(script, "#!/usr/bin/env python3\nprint()\n");
    Runs.ct(runscript, "101", script.toString());
    assertThat(asked().argv()).containsExactly("/usr/bin/env", "python3");
    assertThat(Runs.karaf(runscript, "101", script.toString())).contains("print()");
    assertThatThrownBy(() -> Runs.ct(runscript, "101", "/nonexistent"))
        .hasMessageContaining("/nonexistent");
  }
}
