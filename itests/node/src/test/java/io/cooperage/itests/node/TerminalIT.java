package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NodeExtension.class)
class TerminalIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Runs a line of shell on a terminal of 33 lines and 99 columns. */
  private static CtResult onTerminal(TestNode node, String line) {
    String command = "stty rows 33 cols 99; " + line;
    return node.shell(node.state(), PATIENCE, "script -qec '" + command + "' /dev/null");
  }

  @Test
  void enterHasATerminalOfTheOperatorsSizeAndTheExitCode(TestNode node) {
    ContainerIT.create(node, "101");

    CtResult run = onTerminal(node, "ct enter 101 --exec \"tty; stty size; exit 7\"");

    assertThat(run.output()).contains("/dev/pts/", "33 99");
    assertThat(run.exitCode()).isEqualTo(7);
  }

  @Test
  void aLoginShellReadsWhatIsPipedIntoItAndEnds(TestNode node) {
    ContainerIT.create(node, "101", "--hostname", "first");
    byte[] typed = "hostname; exit 3\n".getBytes(StandardCharsets.UTF_8);

    CtResult run = node.ct(typed, PATIENCE, "enter", "101");

    assertThat(run.output()).contains("first");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(node.ct(new byte[0], PATIENCE, "enter", "101").exitCode()).isZero();
  }

  @Test
  void aProgramNeverGetsTheOperatorsOwnTerminal(TestNode node) {
    ContainerIT.create(node, "101");

    CtResult run = onTerminal(node, "ct exec2 101 -- tty");

    assertThat(run.output()).contains("not a tty");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void aClientThatIsKilledHangsItsProgramUp(TestNode node) {
    ContainerIT.create(node, "101");
    String line =
        "ct exec 101 -- sleep 4321 & pid=$!;"
            + " until ct exec 101 -- pidof sleep; do kill -0 $pid || exit 9; done;"
            + " kill -9 $pid; while ct exec 101 -- pidof sleep; do :; done";

    node.shell(node.state(), PATIENCE, line).orFail();
  }

  @Test
  void aScriptOfTheHostRunsInsideWithItsOwnExitCode(TestNode node) throws IOException {
    ContainerIT.create(node, "101", "--hostname", "first");
    Path script = Files.writeString(node.state().resolve("script"), "hostname\nexit 4\n");

    CtResult run = node.ct("runscript", "101", script.toString());

    assertThat(run.output()).isEqualTo("first\n");
    assertThat(run.exitCode()).isEqualTo(4);
  }

  @Test
  void karafsOwnCommandsRunAsAdministrator(TestNode node) {
    assertThat(node.ct("bundle:list").orFail().output()).contains("Cooperage :: REST");
    node.ct("bundle:restart", "io.cooperage.shell").orFail();
    Await.until("the commands are back", PATIENCE, () -> node.ct("list").ok());
  }
}
