package io.cooperage.rest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.rest.testing.CtProgram;
import io.cooperage.rest.testing.FakeShell;
import io.cooperage.rest.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BashCompletionTest {
  private static final Path SCRIPT =
      Path.of("../io.cooperage.shell/src/main/resources/ct-completion.bash").toAbsolutePath();

  private static String complete(String line) throws Exception {
    FakeShell shell =
        new FakeShell().with("ct", "list", (s, w) -> {}).with("ct", "log", (s, w) -> {});
    try (TestServer server = new TestServer(new CliResource(shell))) {
      Path program = CtProgram.program();
      ProcessBuilder bash =
          new ProcessBuilder(
              "bash",
              "-c",
              "PATH=\"$1:$PATH\"; . \"$2\"; COMP_LINE=$3; COMP_POINT=${#3}; _ct;"
                  + " echo \"${COMPREPLY[*]}\"",
              "bash",
              program.getParent().toString(),
              SCRIPT.toString(),
              line);
      bash.environment().put("COOPERAGE_RUN", server.folder().toString());
      Process process = bash.start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void verbsAndTheirWordsAreCompleted() throws Exception {
    assertThat(complete("ct l")).isEqualTo("list log\n");
    assertThat(complete("ct list ")).isEqualTo("alpha beta\n");
    assertThat(complete("ct list b")).isEqualTo("beta\n");
    assertThat(complete("ct nothing x")).isEqualTo("\n");
  }
}
